/** What a document asks of its hole: names that it uses, and that nothing in it binds. `syntax/names/` finds them. */
export interface Wanted {
  /** In the order of their first uses. */
  readonly names: readonly WantedName[];
  /**
   * What the hole is a place for: a whole `statement`; one whose `block` begins at its end, and so an `interface` or a `class`;
   * a call with a `callback` whose block does; names of a `list` that binds them, or `parameters`.
   */
  readonly shape: 'statement' | 'block' | 'interface' | 'class' | 'callback' | 'list' | 'parameters';
  /** What the hole is in: `outermost`, where imports stand, a class, or a block or function. */
  readonly within: 'outermost' | 'class' | 'block';
  /** Names that may not be bound there once more. */
  readonly bound: readonly string[];
  readonly languageId: string;
  /** Where the document is, with `/` between folders: imports are relative to that. Empty for one that is no file. */
  readonly path: string;
}

export interface WantedName {
  readonly name: string;
  /** All that is known of it is that it is a type. */
  readonly isType?: true;
  /** It is given other values later. */
  readonly isAssigned?: true;
  /** It is used within the block that the hole opens, and nowhere else. */
  readonly isInner?: true;
}

/** A text to look through, and where it is. */
export interface Source {
  readonly text: string;
  readonly path: string;
}

/** What is proposed for a hole. */
export interface WantedText {
  /** Text, and places for the model to fill, of so many cells. */
  readonly parts: readonly (string | number)[];
  /** Where it was found: which source, which part of it. */
  readonly found?: { readonly source: Source; readonly start: number; readonly end: number };
}

/** What is before the hole, and behind it. */
export type Around = readonly [string, string];
