/** `--validate` and `--schema`: a result judged by the checks that need nothing but the text, and remasked where they fail. */
import { randomUUID } from 'node:crypto';
import { Option, type Command } from 'commander';
import { geometricMean } from '../decode/describe';
import { EngineError } from '../protocol/errors';
import type { Checks, HoleResult, RunResult } from '../protocol/messages';
import type { Engine } from '../server/engine';
import { check } from '../validate/check';
import type { Draft, DraftHole } from '../validate/rounds/draft';
import { validateAndRemask } from '../validate/rounds/loop';
import { languageOf } from './languages';
import { note } from './output';
import { wholeNumber } from './options';
import { readSource } from './sourceFile';

export interface ValidateFlags {
  readonly validate?: 'json' | 'brackets';
  readonly schema?: string;
  readonly rounds?: number;
}

const ROUNDS = 3;
const BUDGET_MS = 60_000;

export function addValidateOptions(command: Command): Command {
  return command
    .addOption(new Option('--validate <check>', 'remask what the check finds wrong').choices(['json', 'brackets']))
    .option('--schema <file>', 'a JSON Schema to validate against; implies --validate json')
    .option('--rounds <n>', `most rounds of validating (default: ${ROUNDS})`, wholeNumber('rounds'));
}

/** The checks asked for; `undefined` for none. Throws an `input` error if the schema cannot be used. */
export function checksOf({ validate, schema }: ValidateFlags, path: string): Checks | undefined {
  if (validate === 'brackets' && schema !== undefined) {
    throw new EngineError('input', '--schema goes with --validate json: leave one of them out');
  }
  if (validate === 'brackets') return { brackets: languageOf(path) || 'typescript' };
  if (validate === undefined && schema === undefined) return undefined;
  const checks: Checks =
    schema === undefined ? { json: 'strict' } : { json: 'strict', schema: readSource(schema).text };
  check('{}', checks);
  return checks;
}

export interface Validated {
  /** The document as it was when the run started. */
  readonly text: string;
  readonly checks: Checks;
  readonly rounds?: number;
  /** What the result was written to: what takes its place is, too. */
  readonly instruction?: string;
}

/** The result with its holes mended as far as the rounds allow; says on stderr what is left. */
export async function validateResult(engine: Engine, result: RunResult, job: Validated): Promise<RunResult> {
  const { draft, problems } = (await rounds(engine, draftOf(job.text, result), job)).best;
  for (const { message } of problems) note(`still wrong: ${message}`);
  return { ...result, holes: result.holes.map((hole, i) => holeOf(hole, draft.holes[i], draft.text)) };
}

function rounds(engine: Engine, first: Draft, { checks, rounds = ROUNDS, instruction }: Validated) {
  const told = instruction !== undefined && { instruction };
  const judge = (draft: Draft) => Promise.resolve(check(draft.text, checks));
  return validateAndRemask(
    first,
    {
      judge,
      sift: async (draft) => (await judge(draft)).length,
      fillIn: ({ text }, hole) =>
        opened(engine, text, async (place) => {
          const { holes } = await engine.infill({ runId: place.uri, ...place, holes: [hole], ...told });
          const [filled] = holes;
          if (!filled) throw new EngineError('internal', 'the engine filled no hole');
          return filled;
        }),
      rank: ({ text }, span, texts) => opened(engine, text, (place) => engine.rank({ ...place, span, texts, ...told })),
    },
    { rounds, budgetMs: BUDGET_MS, now: () => performance.now() },
    {
      signal: new AbortController().signal,
      onRound: ({ round, latest }) => note(`round ${round}: ${latest.problems.length} problems`),
    },
  );
}

/** The text as a document of the engine's, as long as it is asked about. */
async function opened<T>(
  engine: Engine,
  text: string,
  ask: (place: { readonly uri: string; readonly version: number }) => Promise<T>,
): Promise<T> {
  const place = { uri: randomUUID(), version: 1 };
  engine.documents.opened({ ...place, languageId: '', text });
  try {
    return await ask(place);
  } finally {
    engine.documents.closed(place.uri);
  }
}

/** The document with the result in it. */
function draftOf(text: string, { holes }: RunResult): Draft {
  let drafted = '';
  let at = 0;
  const placed = holes.map(({ span, text: filled, cells }): DraftHole => {
    drafted += text.slice(at, span.start);
    const start = drafted.length;
    let end = start;
    const draftCells = cells.flatMap((cell) => {
      const from = end;
      end += cell.text.length;
      const { confidence, alternatives, state } = cell;
      return end > from ? [{ span: { start: from, end }, confidence, alternatives, pinned: state === 'pinned' }] : [];
    });
    drafted += filled;
    at = span.end;
    return { span: { start, end }, cells: draftCells };
  });
  return { text: drafted + text.slice(at), holes: placed };
}

function holeOf(hole: HoleResult, drafted: DraftHole | undefined, text: string): HoleResult {
  if (!drafted) return hole;
  const cells = drafted.cells.map(({ span, confidence, alternatives, pinned }) => ({
    text: text.slice(span.start, span.end),
    state: pinned ? ('pinned' as const) : ('committed' as const),
    confidence,
    alternatives,
  }));
  const chosen = cells.filter(({ state }) => state !== 'pinned').map(({ confidence }) => confidence);
  return { ...hole, cells, text: text.slice(drafted.span.start, drafted.span.end), confidence: geometricMean(chosen) };
}
