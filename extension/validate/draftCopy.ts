/**
 * A draft as a document of the engine's own: filled in and checked there before the editor's document is touched. One
 * copy for a whole validation; from draft to draft only what differs is sent.
 */
import { randomUUID } from 'node:crypto';
import type { Checks, HoleRequest, HoleResult, RankedText, Span } from '../../engine/protocol/messages';
import { EngineError } from '../../engine/protocol/errors';
import type { Draft } from '../../engine/validate/rounds/draft';
import { editBetween } from '../../engine/validate/rounds/patch';
import type { EngineClient } from '../engine/client';

export class DraftCopy {
  private readonly uri = `remask-draft:${randomUUID()}`;
  private version = 0;
  private text = '';

  constructor(
    private readonly client: EngineClient,
    private readonly languageId: string,
    private readonly instruction: string | undefined,
  ) {}

  async fillIn({ text }: Draft, hole: HoleRequest, signal: AbortSignal): Promise<HoleResult> {
    const { uri, instruction } = this;
    const told = instruction !== undefined && { instruction };
    const params = { runId: randomUUID(), uri, version: this.bring(text), holes: [hole], ...told };
    const { holes } = await this.client.infill(params, { signal, onPass: () => undefined });
    const [filled] = holes;
    if (!filled) throw new EngineError('internal', 'the engine filled no hole');
    return filled;
  }

  /** None by a model that cannot tell. */
  async rank(
    { text }: Draft,
    span: Span,
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly RankedText[]> {
    const { uri, instruction } = this;
    const told = instruction !== undefined && { instruction };
    try {
      return await this.client.rank({ uri, version: this.bring(text), span, texts, ...told }, signal);
    } catch (error) {
      if (error instanceof EngineError && error.kind === 'input') return [];
      throw error;
    }
  }

  check({ text }: Pick<Draft, 'text'>, checks: Checks) {
    return this.client.check({ uri: this.uri, version: this.bring(text), checks });
  }

  close(): void {
    if (this.version > 0) this.client.closed(this.uri);
  }

  private bring(text: string): number {
    if (this.version === 0) {
      this.client.opened({ uri: this.uri, version: ++this.version, languageId: this.languageId, text });
    } else if (text !== this.text) {
      this.client.changed(this.uri, ++this.version, [editBetween(this.text, text)]);
    }
    this.text = text;
    return this.version;
  }
}
