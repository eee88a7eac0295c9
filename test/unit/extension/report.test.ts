/** The bug report says what is needed to find a bug, and no more than the user agreed to. */
import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../../engine/protocol/messages';
import { type ReportFacts, reportOf } from '../../../extension/report/report';
import { RunLog } from '../../../extension/report/runLog';

const SECRET = 'launchTheMissiles()';

function resultOf(text: string): RunResult {
  const cells = [{ text, state: 'committed' as const, confidence: 0.25, alternatives: [] }];
  return {
    holes: [{ span: { start: 0, end: 3 }, text, cells, confidence: 0.25 }],
    ...{ passes: 4, tokens: 1, contextRows: 0, model: 'tiny', seed: 7 },
    ms: { load: 120.4, context: 8, firstPass: 3, total: 42 },
  };
}

function factsWith(runs: RunLog): ReportFacts {
  return {
    ...{ remask: '0.2.0', vscode: '1.139.1', node: '24.0.0', platform: 'linux-x64', processor: '2 × Thing' },
    ...{ memoryGiB: 7.5, place: 'on this machine', trusted: true, engine: 'ready', model: 'tiny' },
    settings: { 'remask.passes': 8 },
    runs: runs.last,
    failure: runs.lastFailure,
  };
}

describe('a report', () => {
  const runs = new RunLog();
  runs.ran(resultOf(SECRET));
  runs.failed('the engine stopped');

  test('tells versions, settings, the failure and the figures of the runs', () => {
    const report = reportOf(factsWith(runs), { withDraft: false });
    for (const fact of ['0.2.0', '1.139.1', 'linux-x64', '`remask.passes`: `8`', 'the engine stopped', '42 ms']) {
      expect(report).toContain(fact);
    }
  });

  test('holds the draft only when asked to', () => {
    expect(reportOf(factsWith(runs), { withDraft: false })).not.toContain(SECRET);
    expect(reportOf(factsWith(runs), { withDraft: true })).toContain(SECRET);
  });

  test('keeps the last runs only', () => {
    const many = new RunLog();
    for (let seed = 0; seed < 9; seed++) many.ran({ ...resultOf('x'), seed });
    expect(many.last.map(({ result }) => result.seed)).toEqual([4, 5, 6, 7, 8]);
  });
});
