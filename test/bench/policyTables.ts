/** The figures of `npm run bench:policies` as markdown. */
import { holeKinds } from './infillItems';
import { BASELINE, DEFAULT } from './policyArms';
import { summarize, type Fill } from './policyMeasure';

export interface Measured {
  readonly name: string;
  readonly fills: readonly Fill[];
}

const percent = (share: number): string => (100 * share).toFixed(1);

/** One line per arm. Won and lost: holes that are exact here and not in the first arm, and the other way round. */
export function armTable(measured: readonly Measured[]): string {
  const base = measured[0]?.fills ?? [];
  return [
    '| policy | exact match, % (95 % interval) | won, lost | tokens right, % | repeated tokens, % | passes per token | ms per hole |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...measured.map(({ name, fills }) => {
      const { exact, interval, right, repeated, passesPerToken, ms } = summarize(fills);
      const won = fills.filter((fill, i) => fill.exact && base[i]?.exact !== true).length;
      const lost = fills.filter((fill, i) => !fill.exact && base[i]?.exact === true).length;
      const match = `${percent(exact)} (${interval.map(percent).join('–')})`;
      const changed = fills === base ? '' : `${won}, ${lost}`;
      return `| ${name} | ${match} | ${changed} | ${percent(right)} | ${percent(repeated)} | ${passesPerToken.toFixed(2)} | ${ms.toFixed(0)} |`;
    }),
  ].join('\n');
}

const LENGTHS = [
  [1, 4],
  [5, 12],
  [13, 24],
  [25, 48],
] as const;

/** The default beside one token per pass, by the kind of hole and by its length. */
export function partTable(measured: readonly Measured[]): string {
  const fillsOf = (name: string): readonly Fill[] => measured.find((arm) => arm.name === name)?.fills ?? [];
  const parts: readonly (readonly [string, (fill: Fill) => boolean])[] = [
    ...holeKinds.map((kind) => [kind, (fill: Fill) => fill.kind === kind] as const),
    ...LENGTHS.map(([least, most]) => {
      return [`${least}–${most} tokens`, (fill: Fill) => fill.tokens >= least && fill.tokens <= most] as const;
    }),
  ];
  const rows = parts.flatMap(([name, isIn]) => {
    const [base, own] = [BASELINE, DEFAULT].map((arm) => fillsOf(arm).filter(isIn));
    if (!base?.length || !own?.length) return [];
    const [a, b] = [summarize(base), summarize(own)];
    const pair = (value: (of: typeof a) => number): string => `${percent(value(a))}, ${percent(value(b))}`;
    return [
      `| ${name} | ${a.holes} | ${pair((of) => of.exact)} | ${pair((of) => of.right)} | ${b.passesPerToken.toFixed(2)} |`,
    ];
  });
  const head = `| holes | number | exact match, %: ${BASELINE}, ${DEFAULT} | tokens right, % | passes per token |`;
  return [head, '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}
