/** Exact match and tokens right against passes per token as a small SVG: two panels, one labelled dot per policy. */
import { BASELINE, DEFAULT } from './policyArms';

export interface PolicyPoint {
  readonly name: string;
  /** Shares: holes that came out exactly right, tokens that are right in their place. */
  readonly exact: number;
  readonly right: number;
  readonly passesPerToken: number;
}

const SIZE = { width: 720, panel: 380, left: 56, bottom: 40, right: 130, top: 30 } as const;

export function policyPlot(points: readonly PolicyPoint[]): string {
  const height = 2 * SIZE.panel;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${height}" font-family="sans-serif" font-size="11">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    ...panel(points, 'exact match', (point) => point.exact, 0),
    ...panel(points, 'tokens right', (point) => point.right, SIZE.panel),
    '</svg>\n',
  ].join('\n');
}

function panel(
  points: readonly PolicyPoint[],
  title: string,
  value: (point: PolicyPoint) => number,
  offset: number,
): string[] {
  const widest = Math.max(1, ...points.map((point) => point.passesPerToken));
  const tallest = Math.max(0.01, ...points.map(value)) * 1.1;
  const x = (passes: number): number => SIZE.left + (passes / widest) * (SIZE.width - SIZE.left - SIZE.right);
  const bottom = offset + SIZE.panel - SIZE.bottom;
  const y = (share: number): number => bottom - (share / tallest) * (SIZE.panel - SIZE.bottom - SIZE.top);
  const ticks = (most: number): number[] => [0, 0.25, 0.5, 0.75, 1].map((share) => share * most);
  const spots = points.map((point) => ({ point, x: x(point.passesPerToken), y: y(value(point)) }));
  return [
    line([x(0), y(0)], [x(widest), y(0)]),
    line([x(0), y(0)], [x(0), y(tallest)]),
    line([x(0.25), y(0)], [x(0.25), y(tallest)], 'stroke-dasharray="4 4"'),
    ...ticks(widest).map((tick) => text(x(tick), y(0) + 14, tick.toFixed(2), 'middle')),
    ...ticks(tallest).map((tick) => text(x(0) - 6, y(tick) + 4, `${(100 * tick).toFixed(1)} %`, 'end')),
    text(x(widest / 2), bottom + 30, 'passes per token (dashed: a quarter)', 'middle'),
    text(12, offset + 16, title, 'start'),
    ...spots.map((spot) => `<circle cx="${at(spot.x)}" cy="${at(spot.y)}" r="3" fill="${colour(spot.point)}"/>`),
    ...labels(spots),
  ];
}

interface Spot {
  readonly point: PolicyPoint;
  readonly x: number;
  readonly y: number;
}

/** Labels right of their dots, pushed down where they would cover one placed before. */
function labels(spots: readonly Spot[]): string[] {
  const placed: { readonly x: number; readonly y: number }[] = [];
  return [...spots]
    .sort((a, b) => a.y - b.y)
    .map((spot) => {
      let y = spot.y;
      const covers = (): boolean =>
        placed.some((other) => Math.abs(other.x - spot.x) < 90 && Math.abs(other.y - y) < 9);
      while (covers()) y += 3;
      placed.push({ x: spot.x, y });
      return text(spot.x + 6, y + 4, spot.point.name, 'start');
    });
}

type Corner = readonly [number, number];
const at = (value: number): string => value.toFixed(1);
const line = ([x1, y1]: Corner, [x2, y2]: Corner, dash = ''): string =>
  `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="#888" ${dash}/>`;
const colour = ({ name }: PolicyPoint): string => (name === DEFAULT ? '#c00' : name === BASELINE ? '#000' : '#369');

function text(x: number, y: number, content: string, anchor: string): string {
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${content}</text>`;
}
