/**
 * What of a document's undo stack is ours, whichever session wrote it: the texts between our edits, as long as nothing else
 * lies between those. To come back to one of them, the editor's undo restores the clean state, too. Pure.
 */

/** Texts that are kept, each as long as its document. */
const MOST = 50;

/** An edit of ours: one element of the undo stack. */
export interface OwnStep {
  readonly before: string;
  readonly after: string;
  /** It has become a part of the element before it. */
  readonly joins: boolean;
}

/** A change of the document that is no such edit. */
export interface OtherChange {
  readonly text: () => string;
  /** Units by which the text has become longer. */
  readonly growth: number;
  /** Whether the editor's undo or redo made it, whoever asked for that. */
  readonly by?: 'undo' | 'redo' | undefined;
}

export class OwnSteps {
  /** Before the first of our edits, and after each. Behind the present one are those that a redo brings back. */
  private texts: readonly string[] = [];
  private at = 0;
  /** Something else lies on top of the text at `at`. */
  private isCovered = true;
  /** Of the document's text as it is now: spares most comparisons of texts. */
  private length = 0;

  wrote({ before, after, joins }: OwnStep): void {
    const isOnTop = this.texts[this.at] === before;
    const below = isOnTop ? this.texts.slice(0, this.at + 1) : [before];
    // What an edit has joined is no step by itself; below one that we do not know, we know nothing.
    this.texts = [...(joins ? below.slice(0, -1) : below), after].slice(-MOST);
    this.at = this.texts.length - 1;
    this.isCovered = false;
    this.length = after.length;
  }

  changed({ text, growth, by }: OtherChange): void {
    this.length += growth;
    const is = (index: number) => this.texts[index]?.length === this.length && this.texts[index] === text();
    if (!by) return this.cover(is(this.at));
    const to = this.isCovered ? this.at : this.at + (by === 'undo' ? -1 : 1);
    this.isCovered = !is(to);
    if (!this.isCovered) this.at = to;
  }

  /** No redo leads further up any more. The same text once more: which of the two an undo comes to, nobody could tell. */
  private cover(isSame: boolean): void {
    this.texts = isSame ? [] : this.texts.slice(0, this.at + 1);
    this.isCovered = true;
  }

  /** How many undos lead to a text, where it stood first; `undefined` if that cannot be said. */
  undosTo(text: string): number | undefined {
    const index = this.isCovered ? -1 : this.texts.indexOf(text);
    return index >= 0 && index < this.at ? this.at - index : undefined;
  }
}
