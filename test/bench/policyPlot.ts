/** Exact match against passes per token as a small SVG, one labelled dot per policy. */

export interface PolicyPoint {
  readonly name: string;
  /** Share of holes that came out exactly right. */
  readonly exact: number;
  /** Share of tokens that are right in their place. */
  readonly right: number;
  readonly passesPerToken: number;
  /** Milliseconds per hole. */
  readonly ms: number;
}

const SIZE = { width: 720, height: 440, left: 56, bottom: 48, right: 110, top: 20 } as const;

export function policyPlot(points: readonly PolicyPoint[]): string {
  const most = {
    x: Math.max(1, ...points.map((p) => p.passesPerToken)),
    y: Math.max(...points.map((p) => p.right)) * 1.1,
  };
  const x = (value: number): number => SIZE.left + (value / most.x) * (SIZE.width - SIZE.left - SIZE.right);
  const y = (value: number): number =>
    SIZE.height - SIZE.bottom - (value / most.y) * (SIZE.height - SIZE.bottom - SIZE.top);
  const ticks = (most: number): number[] => [0, 0.25, 0.5, 0.75, 1].map((share) => share * most);
  type Point = readonly [number, number];
  const line = ([x1, y1]: Point, [x2, y2]: Point, dash = ''): string =>
    `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="#888" ${dash}/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="sans-serif" font-size="11">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    line([x(0), y(0)], [x(most.x), y(0)]),
    line([x(0), y(0)], [x(0), y(most.y)]),
    line([x(0.25), y(0)], [x(0.25), y(most.y)], 'stroke-dasharray="4 4"'),
    ...ticks(most.x).map((tick) => text(x(tick), y(0) + 16, tick.toFixed(2), 'middle')),
    ...ticks(most.y).map((tick) => text(x(0) - 6, y(tick) + 4, `${(100 * tick).toFixed(0)} %`, 'end')),
    text(x(most.x / 2), SIZE.height - 12, 'passes per token (dashed: a quarter)', 'middle'),
    text(12, 14, 'tokens right', 'start'),
    ...points.map((p) => `<circle cx="${at(x(p.passesPerToken))}" cy="${at(y(p.right))}" r="3" fill="${colour(p)}"/>`),
    ...points.map((p) => text(x(p.passesPerToken) + 5, y(p.right) + 4, p.name, 'start')),
    '</svg>\n',
  ].join('\n');
}

const at = (value: number): string => value.toFixed(1);
const colour = ({ name }: PolicyPoint): string =>
  name === 'confidence' ? '#c00' : name === 'one token per pass' ? '#000' : '#369';

function text(x: number, y: number, content: string, anchor: string): string {
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${content}</text>`;
}
