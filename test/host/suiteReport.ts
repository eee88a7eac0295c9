/**
 * How a suite inside the extension host tells its result to the runner outside: a file with one JSON object per line,
 * because the console there is shared with the editor's own log and an exit code of 0 is also what a dead extension
 * host reports. Only a report that ends with `end` counts.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const testSchema = z.object({
  type: z.enum(['pass', 'fail', 'pending']),
  title: z.string(),
  /** Milliseconds. */
  duration: z.number(),
  error: z.string().optional(),
});

const endSchema = z.object({ type: z.literal('end'), passed: z.number(), failed: z.number(), pending: z.number() });

const lineSchema = z.union([testSchema, endSchema]);

export type SuiteReportLine = z.infer<typeof lineSchema>;
export type SuiteEnd = z.infer<typeof endSchema>;

/** The complete lines written so far. */
export function readSuiteReport(path: string): readonly SuiteReportLine[] {
  const complete = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return complete.map((line) => lineSchema.parse(JSON.parse(line)));
}

export function formatReportLine(line: SuiteReportLine): string {
  if (line.type === 'end') return `  ${line.passed} passed, ${line.failed} failed`;
  const mark = { pass: '✓', fail: '✗', pending: '-' }[line.type];
  const error = line.error ? `\n${line.error.replace(/^/gm, '      ')}` : '';
  return `  ${mark} ${line.title} (${Math.round(line.duration)} ms)${error}`;
}
