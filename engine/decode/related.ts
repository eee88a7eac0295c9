/** Text of other files that a run may see: it stands left of the document, as far as the model's reach allows. */
import type { Tools } from './denoise';
import type { ScenePart } from './scene';

/** The document itself comes first: related text takes only what it leaves of the model's reach. */
export function withRelated(
  { model, tokenizer }: Tools,
  parts: readonly ScenePart[],
  related: readonly string[],
): ScenePart[] {
  const [first, ...rest] = parts;
  if (!first || first.kind !== 'cut' || related.length === 0) return [...parts];
  const room = Math.max(0, model.contextTokens - first.tail.length);
  const ids = tokenizer.lineIds(joinRelated(related));
  return [{ ...first, tail: [...ids.slice(Math.max(0, ids.length - room)), ...first.tail] }, ...rest];
}

export function joinRelated(related: readonly string[]): string {
  return related.map((text) => `${text.trimEnd()}\n\n`).join('');
}
