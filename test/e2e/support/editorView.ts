/**
 * Reads what the active editor shows on the screen, line by line. These functions run inside the page: each must be
 * complete in itself, and knows nothing but the DOM of VS Code's editor.
 */

/** A line as drawn: its number, its text, and what decorations attach after pieces of it. */
export interface ShownLine {
  readonly line: number;
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

export interface Attachment {
  readonly text: string;
  readonly color: string;
}

/** A rectangle that an extension's decoration paints behind text, in pixels of the page. */
export interface Highlight {
  readonly line: number;
  readonly background: string;
  /** The line under the text, as CSS tells it: width, style, colour. */
  readonly underline: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const ACTIVE_EDITOR = '.editor-group-container.active .editor-instance .monaco-editor';

export function shownLines(editorSelector: string): readonly ShownLine[] {
  const editor = document.querySelector(editorSelector);
  if (!editor) return [];
  const top = (element: Element): string => (element as HTMLElement).style.top;
  const numbers = new Map<string, number>();
  for (const number of editor.querySelectorAll('.margin-view-overlays > div')) {
    const text = number.querySelector('.line-numbers')?.textContent;
    if (text) numbers.set(top(number), Number(text));
  }
  const attachments = (line: Element): Attachment[] =>
    // Only decorations of extensions: to ask every piece of text for its style takes longer than all the rest.
    [...line.querySelectorAll('span[class*="ced-"]')].flatMap((span) => {
      const { content, color } = getComputedStyle(span, '::after');
      return /^".+"$/s.test(content) ? [{ text: String(JSON.parse(content)), color }] : [];
    });
  return [...editor.querySelectorAll('.view-lines > .view-line')]
    .map((line) => ({
      line: numbers.get(top(line)) ?? 0,
      text: (line.textContent ?? '').replaceAll('\u00a0', ' '),
      attachments: attachments(line),
    }))
    .sort((a, b) => a.line - b.line);
}

export function shownHighlights(editorSelector: string): readonly Highlight[] {
  const editor = document.querySelector(editorSelector);
  if (!editor) return [];
  const rows = [...editor.querySelectorAll('.margin-view-overlays > div')];
  const lineAt = (y: number): number => {
    const row = rows.find((each) => {
      const box = each.getBoundingClientRect();
      return box.top <= y && y < box.bottom;
    });
    return Number(row?.querySelector('.line-numbers')?.textContent ?? 0);
  };
  return [...editor.querySelectorAll('.view-overlays .cdr[class*="ced-"]')].map((element) => {
    const { backgroundColor, borderBottom } = getComputedStyle(element);
    const { x, y, width, height } = element.getBoundingClientRect();
    return { line: lineAt(y + height / 2), background: backgroundColor, underline: borderBottom, x, y, width, height };
  });
}

/** Titles of the CodeLenses, from left to right and top to bottom. */
export function shownLenses(editorSelector: string): readonly string[] {
  const editor = document.querySelector(editorSelector);
  return [...(editor?.querySelectorAll<HTMLElement>('.codelens-decoration > *') ?? [])]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .map((element) => element.innerText.replaceAll('\u00a0', ' ').trim())
    .filter((title) => title && title !== '|');
}

/** The left and right end of the first place on the screen that shows `text`, which must lie within one line. */
export function placeOf([editorSelector, text]: readonly [string, string]): readonly [Point, Point] | undefined {
  for (const line of document.querySelectorAll(`${editorSelector} .view-lines > .view-line`)) {
    const start = (line.textContent ?? '').replaceAll('\u00a0', ' ').indexOf(text);
    if (start < 0) continue;
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let offset = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = node.textContent?.length ?? 0;
      const within = (position: number): number => position - offset;
      if (within(start) >= 0 && within(start) < length) range.setStart(node, within(start));
      if (within(start + text.length) > 0 && within(start + text.length) <= length) {
        range.setEnd(node, within(start + text.length));
      }
      offset += length;
    }
    const box = range.getBoundingClientRect();
    const y = box.top + box.height / 2;
    return [
      { x: box.left, y },
      { x: box.right, y },
    ];
  }
  return undefined;
}
