/** Fills every hole by every arm, hole by hole, so that a document is read once for all of them. */
import { infill } from '../../engine/decode/infill';
import type { LoadedModel } from '../../engine/server/modelHost';
import type { HoleKind, InfillItem } from './infillItems';
import type { Arm } from './policyArms';

/** What came out of one hole. */
export interface Fill {
  readonly kind: HoleKind;
  readonly tokens: number;
  readonly exact: boolean;
  /** Tokens that are right in their place. */
  readonly right: number;
  /** Tokens that show something and equal the one before. */
  readonly repeated: number;
  readonly passes: number;
  readonly ms: number;
}

/** Per arm one fill per item. Every hole has its true length, so that only the choice of cells differs. */
export async function fillAll(
  tools: LoadedModel,
  items: readonly InfillItem[],
  arms: readonly Arm[],
): Promise<Fill[][]> {
  const fills = arms.map((): Fill[] => []);
  for (const [done, item] of items.entries()) {
    for (const [i, arm] of arms.entries()) fills[i]?.push(await fill(tools, item, arm));
    if ((done + 1) % 20 === 0) console.error(`${done + 1} of ${items.length} holes`);
  }
  return fills;
}

async function fill(tools: LoadedModel, item: InfillItem, { options }: Arm): Promise<Fill> {
  const { kind, text, start, end, tokens } = item;
  const hole = { span: { start, end }, length: tokens, keepsLength: true };
  const started = performance.now();
  const { holes, passes } = await infill(tools, { text, holes: [hole], options: options(tokens) });
  const ms = performance.now() - started;
  const answer = text.slice(start, end);
  const wanted = tools.tokenizer.encode(answer).map((token) => answer.slice(token.start, token.end));
  const got = holes[0]?.cells.map((cell) => cell.text) ?? [];
  return {
    kind,
    tokens,
    exact: holes[0]?.text === answer,
    right: wanted.filter((token, i) => token === got[i]).length,
    repeated: got.filter((token, i) => token.trim() !== '' && token === got[i - 1]).length,
    passes,
    ms,
  };
}

export interface Summary {
  readonly holes: number;
  /** Share of holes that came out exactly right, and its 95 % interval (Wilson). */
  readonly exact: number;
  readonly interval: readonly [number, number];
  /** Shares of tokens. */
  readonly right: number;
  readonly repeated: number;
  readonly passesPerToken: number;
  /** Milliseconds per hole, those of reading its document left out. */
  readonly ms: number;
}

export function summarize(fills: readonly Fill[]): Summary {
  const sum = (value: (fill: Fill) => number): number => fills.reduce((total, fill) => total + value(fill), 0);
  const [holes, tokens, exact] = [fills.length, sum((fill) => fill.tokens), sum((fill) => (fill.exact ? 1 : 0))];
  return {
    holes,
    exact: exact / holes,
    interval: wilson(exact, holes),
    right: sum((fill) => fill.right) / tokens,
    repeated: sum((fill) => fill.repeated) / tokens,
    passesPerToken: sum((fill) => fill.passes) / tokens,
    ms: sum((fill) => fill.ms) / holes,
  };
}

function wilson(hits: number, of: number): readonly [number, number] {
  const [z, share] = [1.96, hits / of];
  const middle = share + (z * z) / (2 * of);
  const spread = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const whole = 1 + (z * z) / of;
  return [Math.max(0, (middle - spread) / whole), Math.min(1, (middle + spread) / whole)];
}
