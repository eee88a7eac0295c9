/** The two ways to mend a planted mistake: remask what the validator points at, or retry the whole hole from scratch. */
import { infill } from '../../../engine/decode/infill';
import { rank } from '../../../engine/decode/rank';
import { score } from '../../../engine/decode/score';
import type { Problem, Span } from '../../../engine/protocol/messages';
import type { LoadedModel } from '../../../engine/server/modelHost';
import type { Draft } from '../../../engine/validate/rounds/draft';
import { validateAndRemask } from '../../../engine/validate/rounds/loop';
import type { PlantedCase } from './plantedCase';

export interface Judges {
  readonly judge: (text: string) => readonly Problem[];
  /** Checks cheap enough to look at every candidate of a round; a language server is not among them. */
  readonly sift: (text: string) => readonly Problem[];
  /** What may stand in place of a word. */
  readonly suggest?: (text: string, word: Span) => readonly string[];
}

export interface ArmResult {
  readonly fixed: boolean;
  /** Whether it is what stood there before the mistake. */
  readonly restored: boolean;
  /** What stands in the hole at the end, fixed or not. */
  readonly text: string;
  readonly rounds: number;
}

export async function bySpans(
  loaded: LoadedModel,
  planted: PlantedCase,
  { judge, sift, suggest }: Judges,
  rounds: number,
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
      sift: (draft) => Promise.resolve(sift(draft.text).length),
      suggest: (draft, word) => Promise.resolve(suggest?.(draft.text, word) ?? []),
      rank: ({ text }, span, texts) => rank(loaded, { text, span, texts }),
    },
    { rounds, budgetMs: Infinity, now: () => performance.now() },
    { signal: new AbortController().signal },
  );
  const { draft, problems } = outcome.best;
  const span = draft.holes[0]?.span;
  const text = draft.text.slice(span?.start, span?.end);
  return { fixed: problems.length === 0, restored: text === planted.original, text, rounds: outcome.rounds };
}

export async function fromScratch(
  loaded: LoadedModel,
  { text, hole, original }: PlantedCase,
  judge: Judges['judge'],
  { tries }: { readonly tries: number },
): Promise<ArmResult> {
  let last = '';
  for (let seed = 1; seed <= tries; seed++) {
    // As the editor does it: the likeliest text first, then by chance.
    const options = { seed, temperature: seed === 1 ? 0 : 0.7 };
    const { holes } = await infill(loaded, { text, holes: [{ span: hole }], options });
    last = holes[0]?.text ?? '';
    if (judge(text.slice(0, hole.start) + last + text.slice(hole.end)).length === 0) {
      return { fixed: true, restored: last === original, text: last, rounds: seed };
    }
  }
  return { fixed: false, restored: false, text: last, rounds: tries };
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
