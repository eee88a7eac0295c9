/**
 * Long sequences of ids that cross to the model's thread once and are called by a number from then on. The sender
 * decides which number a sequence takes and the receiver does as told, so the two can never disagree.
 */
import type { SentSequence } from './protocol';

/** Both sides of a few holes that are being solved, jointly or by several runs. */
const SLOTS = 16;

/** Recognises arrays by identity: callers hand over the same array pass after pass, and never change one. */
export class SequenceSender {
  /** Least recently used first. */
  private known: { readonly ids: readonly number[]; readonly slot: number }[] = [];

  send(ids: readonly number[]): SentSequence {
    const found = this.known.find((entry) => entry.ids === ids);
    if (found) {
      this.use(found);
      return { slot: found.slot };
    }
    const slot = this.known.length < SLOTS ? this.known.length : (this.known.shift()?.slot ?? 0);
    this.use({ ids, slot });
    return { slot, ids: Int32Array.from(ids) };
  }

  private use(entry: (typeof this.known)[number]): void {
    this.known = [...this.known.filter((other) => other !== entry), entry];
  }
}

export class SequenceReceiver {
  private readonly slots: (readonly number[])[] = [];

  /** To be called for every sequence in the order of arrival. */
  receive({ slot, ids }: SentSequence): readonly number[] {
    if (ids) this.slots[slot] = Array.from(ids);
    return this.slots[slot] ?? [];
  }
}
