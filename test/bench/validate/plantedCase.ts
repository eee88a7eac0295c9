/** A correct text with a hole in it, and one thing in the hole that is made wrong. */
import type { Span } from '../../../engine/protocol/messages';

export interface PlantedCase {
  readonly name: string;
  readonly languageId: 'typescript' | 'json';
  /** With the mistake. */
  readonly text: string;
  readonly hole: Span;
  /** What stood there before the mistake. */
  readonly original: string;
  /** Text of a JSON Schema. */
  readonly schema?: string;
}

/** `source` marks its hole with ⟦ and ⟧; in it, the first `right` becomes `wrong`. */
export function planted(
  languageId: PlantedCase['languageId'],
  source: string,
  [right, wrong]: readonly [string, string],
  schema?: string,
): PlantedCase {
  const [before = '', hole = '', after = ''] = source.split(/[⟦⟧]/);
  if (!hole.includes(right)) throw new Error(`'${right}' is not in the hole of: ${source}`);
  const broken = hole.replace(right, wrong);
  return {
    name: `${right} → ${wrong || 'nothing'}`,
    languageId,
    text: before + broken + after,
    hole: { start: before.length, end: before.length + broken.length },
    original: hole,
    ...(schema !== undefined && { schema }),
  };
}
