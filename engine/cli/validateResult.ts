/** A result judged by the checks that need nothing but the text, and remasked where they fail. */
import { keeping } from '../decode/constraints/keeping';
import { EngineError } from '../protocol/errors';
import type { Checks, HoleRequest, HoleResult, RunResult } from '../protocol/messages';
import type { Engine } from '../server/engine';
import { check } from '../validate/check';
import type { Draft } from '../validate/rounds/draft';
import { validateAndRemask, type Ports } from '../validate/rounds/loop';
import { note } from './output';
import { draftOf, mended } from './resultDraft';
import type { RunRequest } from './run';
import { DEFAULT_ROUNDS } from './validateFlags';

const BUDGET_MS = 60_000;

export interface Validated {
  /** What the result came of: what takes the place of a part of it does, too. */
  readonly request: RunRequest;
  /** The document as it was when the run started. */
  readonly text: string;
  readonly checks: Checks;
  readonly rounds?: number;
  /** What the holes were to keep: no round breaks it. */
  readonly keeps?: HoleRequest['keeps'];
}

/** The result with its holes mended as far as the rounds allow; says on stderr what is left. */
export async function validateResult(engine: Engine, result: RunResult, job: Validated): Promise<RunResult> {
  const first = draftOf(job.text, result.holes);
  const { draft, problems } = (await rounds(engine, first, job)).best;
  for (const { message } of problems) note(`still wrong: ${message}`);
  const holes = result.holes.map((hole, i) => {
    const drafted = draft.holes[i];
    return drafted ? mended(hole, drafted, draft.text) : hole;
  });
  return { ...result, holes };
}

function rounds(engine: Engine, first: Draft, job: Validated) {
  const { checks, rounds = DEFAULT_ROUNDS } = job;
  const judge = (draft: Draft) => Promise.resolve(check(draft.text, checks));
  return validateAndRemask(
    first,
    { judge, sift: async (draft) => (await judge(draft)).length, ...allowance(first, job), ...asking(engine, job) },
    { rounds, budgetMs: BUDGET_MS, now: () => performance.now() },
    {
      signal: new AbortController().signal,
      onRound: ({ round, latest }) => note(`round ${round}: ${latest.problems.length} problems`),
    },
  );
}

function allowance({ text, holes }: Draft, { keeps }: Validated): Pick<Ports, 'allows'> {
  if (!keeps) return {};
  const tests = holes.map(({ span }) => keeping(keeps, { text, span }));
  return { allows: (later) => later.holes.every(({ span }, i) => tests[i]?.({ text: later.text, span }) ?? true) };
}

/**
 * Drafts take the document's place in the engine, where its project is known; in no language, since what is wrong with them
 * is for the checks to say. One draft of each word: the rounds look at several themselves.
 */
function asking(engine: Engine, { request }: Validated): Pick<Ports, 'fillIn' | 'rank'> {
  const { uri, version, instruction } = request;
  const options = { ...request.options, bestOf: 1 };
  const open = ({ text }: Draft) => engine.documents.opened({ uri, version, languageId: '', text });
  return {
    fillIn: async (draft, hole): Promise<HoleResult> => {
      open(draft);
      const { holes } = await engine.infill({ ...request, holes: [hole], options });
      if (!holes[0]) throw new EngineError('internal', 'the engine filled no hole');
      return holes[0];
    },
    rank: (draft, span, texts) => {
      open(draft);
      return engine.rank({ uri, version, span, texts, ...(instruction !== undefined && { instruction }) });
    },
  };
}
