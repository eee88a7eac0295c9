/** Sections of figures as text: aligned for a terminal, or as markdown. */
import type { Section } from './part';

export function asText({ title, columns, lines }: Section): string {
  const first = Math.max(...lines.map(({ label }) => label.length));
  const widths = columns.map((head, i) => Math.max(head.length, ...lines.map(({ cells }) => (cells[i] ?? '').length)));
  const row = (label: string, cells: readonly string[]): string =>
    `  ${label.padEnd(first)}${widths.map((width, i) => `  ${(cells[i] ?? '').padStart(width)}`).join('')}`.trimEnd();
  return [title, row('', columns), ...lines.map(({ label, cells }) => row(label, cells))].join('\n');
}

export function asMarkdown({ title, columns, lines }: Section): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = ['---', ...columns.map(() => '---:')];
  const body = lines.map(({ label, cells }) => row([label, ...columns.map((_, i) => cells[i] ?? '')]));
  return [`### ${title}`, '', row(['', ...columns]), row(rule), ...body].join('\n');
}
