/**
 * The bug report as Markdown, from facts gathered elsewhere. Always English: whoever mends the bug reads it. Pure. No
 * code and no path is in it, except the last draft where the user asks for that.
 */
import type { FailureRecord, RunRecord } from './runLog';

export interface ReportFacts {
  readonly remask: string;
  readonly vscode: string;
  readonly node: string;
  readonly platform: string;
  readonly processor: string;
  readonly memoryGiB: number;
  /** Where the extension, and with it the engine, runs. */
  readonly place: string;
  readonly trusted: boolean;
  readonly engine: string;
  readonly model: string;
  /** Settings that differ from their default, by name. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly runs: readonly RunRecord[];
  readonly failure: FailureRecord | undefined;
}

export interface ReportOptions {
  readonly withDraft: boolean;
}

export function reportOf(facts: ReportFacts, { withDraft }: ReportOptions): string {
  const draft = withDraft ? draftSection(facts.runs) : [];
  return [...aboutSection(facts), ...settingsSection(facts), ...runsSection(facts), ...draft, ''].join('\n');
}

function aboutSection(facts: ReportFacts): readonly string[] {
  return [
    '### Remask report',
    '',
    `- Remask ${facts.remask}, VS Code ${facts.vscode}, Node ${facts.node}`,
    `- ${facts.platform}, ${facts.processor}, ${facts.memoryGiB.toFixed(1)} GiB`,
    `- Runs ${facts.place}${facts.trusted ? '' : ', in Restricted Mode'}`,
    `- Engine: ${facts.engine}`,
    `- Model: ${facts.model}`,
    `- Last failure: ${facts.failure ? `${facts.failure.message} (${facts.failure.at.toISOString()})` : 'none'}`,
  ];
}

function settingsSection({ settings }: ReportFacts): readonly string[] {
  const entries = Object.entries(settings);
  if (entries.length === 0) return ['- Settings: all at their defaults'];
  return ['- Settings:', ...entries.map(([name, value]) => `  - \`${name}\`: \`${JSON.stringify(value)}\``)];
}

function runsSection({ runs }: ReportFacts): readonly string[] {
  if (runs.length === 0) return ['', 'No run since the window was opened.'];
  const head = ['when', 'model', 'holes', 'cells', 'passes', 'load', 'context', 'first pass', 'total', 'seed'];
  return ['', row(head), row(head.map(() => '---')), ...runs.map(runRow)];
}

function runRow({ at, result }: RunRecord): string {
  const { model, holes, tokens, passes, ms, seed } = result;
  const times = [ms.load, ms.context, ms.firstPass, ms.total].map((value) => `${Math.round(value)} ms`);
  return row([at.toISOString(), model, String(holes.length), String(tokens), String(passes), ...times, String(seed)]);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function draftSection(runs: readonly RunRecord[]): readonly string[] {
  const holes = runs.at(-1)?.result.holes ?? [];
  return holes.flatMap(({ text, cells }, i) => [
    '',
    `Draft ${i + 1} of the last run, as JSON, and each token with its confidence:`,
    '',
    '````text',
    JSON.stringify(text),
    ...cells.map((cell) => `${cell.confidence.toFixed(2)} ${cell.state} ${JSON.stringify(cell.text)}`),
    '````',
  ]);
}
