/** The two ways to mend a planted mistake: remask what the validator points at, or retry the whole hole from scratch. */
import { infill } from '../../../engine/decode/infill';
import { score } from '../../../engine/decode/score';
import type { Problem } from '../../../engine/protocol/messages';
import type { LoadedModel } from '../../../engine/server/modelHost';
import type { Draft } from '../../../engine/validate/rounds/draft';
import { validateAndRemask } from '../../../engine/validate/rounds/loop';
import type { PlantedCase } from './plantedCase';

export type Judge = (text: string) => readonly Problem[];

export interface ArmResult {
  readonly fixed: boolean;
  /** What stands in the hole at the end, fixed or not. */
  readonly text: string;
  readonly rounds: number;
}

/** `sift`: checks cheap enough to look at every candidate of a round; a language server is not among them. */
export async function bySpans(
  loaded: LoadedModel,
  planted: PlantedCase,
  judge: Judge,
  { rounds, sift }: { readonly rounds: number; readonly sift?: Judge },
): Promise<ArmResult> {
  const outcome = await validateAndRemask(
    await plantedDraft(loaded, planted),
    {
      judge: (draft) => Promise.resolve(judge(draft.text)),
      fillIn: async ({ text }, hole) => {
        const { holes } = await infill(loaded, { text, holes: [hole] });
        const [filled] = holes;
        if (!filled) throw new Error('a run without a hole');
        return filled;
      },
      ...(sift && { sift: (draft: Draft) => Promise.resolve(sift(draft.text).length) }),
    },
    { rounds, budgetMs: Infinity, now: () => performance.now() },
    { signal: new AbortController().signal },
  );
  const { draft, problems } = outcome.best;
  const span = draft.holes[0]?.span;
  return { fixed: problems.length === 0, text: draft.text.slice(span?.start, span?.end), rounds: outcome.rounds };
}

export async function fromScratch(
  loaded: LoadedModel,
  { text, hole }: PlantedCase,
  judge: Judge,
  { tries }: { readonly tries: number },
): Promise<ArmResult> {
  let last = '';
  for (let seed = 1; seed <= tries; seed++) {
    // As the editor does it: the likeliest text first, then by chance.
    const options = { seed, temperature: seed === 1 ? 0 : 0.7 };
    const { holes } = await infill(loaded, { text, holes: [{ span: hole }], options });
    last = holes[0]?.text ?? '';
    if (judge(text.slice(0, hole.start) + last + text.slice(hole.end)).length === 0) {
      return { fixed: true, text: last, rounds: seed };
    }
  }
  return { fixed: false, text: last, rounds: tries };
}

async function plantedDraft(loaded: LoadedModel, { text, hole }: PlantedCase): Promise<Draft> {
  const scores = await score(loaded, { text, span: hole });
  const cells = scores.map(({ span, probability, alternatives }) => ({
    span,
    confidence: probability,
    alternatives,
    pinned: false,
  }));
  return { text, holes: [{ span: hole, cells }] };
}
