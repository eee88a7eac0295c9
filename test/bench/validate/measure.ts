/**
 * Validate-and-remask on planted mistakes: the share mended within three rounds, beside the share when the whole hole is
 * retried from scratch the same number of times. Both are judged by the same validators.
 */
import { localModels } from '../../../engine/server/localModels';
import { check } from '../../../engine/validate/check';
import { askAt, textsFor } from '../../../engine/validate/rounds/completions';
import { type ArmResult, bySpans, fromScratch, type Judges } from './arms';
import { jsonCases } from './jsonCases';
import type { PlantedCase } from './plantedCase';
import { typescriptCases } from './typescriptCases';
import { type TypeScriptJudge, typescriptJudge } from './typescriptJudge';

const ROUNDS = 3;

export interface CaseFigures {
  readonly languageId: string;
  readonly name: string;
  readonly spans: ArmResult;
  readonly scratch: ArmResult;
  readonly ms: { readonly spans: number; readonly scratch: number };
}

export interface ValidateFigures {
  readonly model: string;
  readonly rounds: number;
  readonly cases: readonly CaseFigures[];
}

export async function measureValidate(model?: string): Promise<ValidateFigures> {
  const loaded = await localModels.load(model, {});
  const typescript = typescriptJudge();
  const cases: CaseFigures[] = [];
  for (const planted of [...typescriptCases, ...jsonCases]) {
    cases.push(await measureCase(planted, judgesFor(planted, typescript), loaded));
  }
  await loaded.close();
  return { model: loaded.info.id, rounds: ROUNDS, cases };
}

/** JSON is judged by checks that cost nothing; TypeScript by its language service, and only its brackets are free. */
function judgesFor({ languageId, schema }: PlantedCase, { judge, complete }: TypeScriptJudge): Judges {
  if (languageId === 'json') {
    const checked: Judges['judge'] = (text) => check(text, { json: 'strict', ...(schema !== undefined && { schema }) });
    return { judge: checked, sift: checked };
  }
  const suggest: Judges['suggest'] = (text, word) => {
    const at = askAt(text, word);
    return at === undefined ? [] : textsFor(text, word, complete(text, at));
  };
  return { judge, sift: (text) => check(text, { brackets: languageId }), suggest };
}

async function measureCase(
  planted: PlantedCase,
  judges: Judges,
  loaded: Parameters<typeof bySpans>[0],
): Promise<CaseFigures> {
  const { judge } = judges;
  requirePlanted(planted, judge);
  const start = performance.now();
  const spans = await bySpans(loaded, planted, judges, ROUNDS);
  const middle = performance.now();
  const scratch = await fromScratch(loaded, planted, judge, { tries: ROUNDS });
  const ms = { spans: middle - start, scratch: performance.now() - middle };
  return { languageId: planted.languageId, name: planted.name, spans, scratch, ms };
}

/** A case measures something only if its mistake is the only one. */
function requirePlanted({ text, hole, original, name }: PlantedCase, judge: Judges['judge']): void {
  const correct = text.slice(0, hole.start) + original + text.slice(hole.end);
  if (judge(correct).length > 0) throw new Error(`wrong even without its mistake: ${name}`);
  if (judge(text).length === 0) throw new Error(`nothing is wrong with: ${name}`);
}
