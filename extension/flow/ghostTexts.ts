/** What stands as ghost text in a session's hole. The editor may insert one (by Tab) when we have gone on to the next. */
export class GhostTexts {
  private readonly texts = new Set<string>();
  private shown: string | undefined;

  /** On the screen now; `undefined` if nothing is. */
  get current(): string | undefined {
    return this.shown;
  }

  show(text: string): void {
    this.shown = text;
    if (text !== '') this.texts.add(text);
  }

  hide(): void {
    this.shown = undefined;
  }

  /** Another run begins: what stood there before is nothing that the editor could still insert. */
  clear(): void {
    this.texts.clear();
    this.hide();
  }

  /** Whether a text that somebody inserted is one of them. */
  has(text: string): boolean {
    return this.texts.has(text.replaceAll('\r', ''));
  }
}
