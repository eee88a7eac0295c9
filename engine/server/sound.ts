/** What a run's drafts may not break, from what the engine knows of their document, and how many of them it may make. */
import type { InfillJob } from '../decode/infill';
import type { ModelInfo } from '../protocol/messages';
import { countProblems } from '../syntax/soundness';
import { type SkeletonPart, skeletonsOf } from '../syntax/skeletons';
import type { SyntaxReader } from '../syntax/syntaxReader';
import type { Unfilled } from '../syntax/unfilled';
import { withPauses } from '../syntax/withPauses';
import type { StartPart } from '../text/canvas';

/** Up to here a draft takes some 30 ms: see `engineModels.ts`. */
const QUICK_PARAMETERS = 16e6;
const MOST_DRAFTS = { quick: 24, slow: 3 };

/** `undefined` if nothing can be said of the document (`SyntaxReader.of`). What it gives rejects once the signal is aborted. */
export async function soundness(
  syntax: SyntaxReader,
  document: Unfilled & { readonly uri: string },
  { parameters }: Pick<ModelInfo, 'parameters'>,
  signal?: AbortSignal,
): Promise<InfillJob['sound']> {
  const known = await syntax.of(document.uri, document.languageId, document.text.length);
  if (!known) return undefined;
  const read = withPauses(known, signal);
  const most = parameters <= QUICK_PARAMETERS ? MOST_DRAFTS.quick : MOST_DRAFTS.slow;
  const problems = countProblems(document, read);
  return {
    ...{ problems, most },
    async *skeletons() {
      for await (const parts of skeletonsOf(document, read)) yield parts.map(startPart);
    },
  };
}

function startPart(part: SkeletonPart): StartPart {
  if ('text' in part) return part;
  return { open: part.open, ...(part.isInString && { only: 'jsonString' as const }) };
}
