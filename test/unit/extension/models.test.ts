/** What a person reads of models and imports, and what is offered when an import fails. */
import { describe, expect, it } from 'vitest';

import type { ImportProgress, ModelInfo } from '../../../engine/protocol/messages';
import { Command } from '../../../extension/ids';
import { importFailed, importPaused, modelAdded } from '../../../extension/messages/models';
import { ImportBar } from '../../../extension/models/importBar';
import { factsText, purposeText } from '../../../extension/models/modelText';

const model: ModelInfo = {
  id: 'owner/name',
  directory: '',
  family: 'x',
  source: 'published',
  parameters: 0.5e9,
  bytes: 1e9,
  memoryBytes: 825e6,
  fits: true,
  licence: 'MIT',
  description: 'fills holes',
};

describe('a model', () => {
  it('is told with size, memory and licence', () => {
    expect(factsText(model)).toBe('0.5 B parameters · 1.0 GB to download · 825 MB of memory · MIT');
    expect(factsText({ ...model, source: 'imported' })).toMatch(/^imported · .*1\.0 GB on disk/);
    expect(factsText({ ...model, source: 'bundled', parameters: 3.8e6 })).toMatch(/^bundled · 3\.8 M/);
  });

  it('is told with what it is good for, and what stands against it', () => {
    expect(purposeText(model)).toBe('fills holes');
    expect(purposeText({ ...model, fits: false, pausedBytes: 4e8 })).toMatch(
      /fills holes — needs more memory.*825 MB.* — 400 MB downloaded/,
    );
  });
});

describe('the bar of an import', () => {
  const download = (done: number): ImportProgress => ({ phase: 'download', file: 'w', done, total: 1e9 });
  const convert = (done: number): ImportProgress => ({ phase: 'convert', done, total: 100 });

  it('grows through all phases to its end, and never shrinks', () => {
    const bar = new ImportBar();
    const events: ImportProgress[] = [
      { phase: 'list', done: 0, total: 0 },
      download(2e8),
      download(1e8),
      download(1e9),
      { phase: 'verify', file: 'w', done: 1e9, total: 1e9 },
      convert(50),
      convert(100),
    ];
    const steps = events.map((event) => bar.advance(event).increment);
    expect(steps.every((step) => step >= 0)).toBe(true);
    expect(steps.reduce((sum, step) => sum + step, 0)).toBeCloseTo(100);
  });

  it('is whole for a folder, too, which is only converted', () => {
    const bar = new ImportBar();
    expect(bar.advance(convert(50)).increment).toBeCloseTo(50);
    expect(bar.advance(convert(100)).increment).toBeCloseTo(50);
  });

  it('says what goes on', () => {
    expect(new ImportBar().advance(download(4e8)).message).toBe('downloading, 400 MB of 1.0 GB');
  });
});

describe('the end of an import', () => {
  const again = '{"source":"owner/name"}';
  const actions = (kind: Parameters<typeof importFailed>[0]) =>
    importFailed(kind, 'owner/name is gated.', again).actions.map(({ command, argument }) => [command, argument]);

  it('offers what mends it, with the same choice', () => {
    expect(actions('access')).toEqual([
      [Command.setHubToken, again],
      [Command.addModel, again],
    ]);
    expect(actions('network')[0]).toEqual([Command.addModel, again]);
    expect(actions('space')[0]).toEqual([Command.addModel, again]);
    expect(actions('model')[0]).toEqual([Command.addModel, undefined]);
    expect(importFailed('access', 'owner/name is gated.', again).text).toBe('owner/name is gated.');
  });

  it('offers to go on after a pause, and to use what has come', () => {
    expect(importPaused('owner/name', again).actions).toMatchObject([{ command: Command.addModel, argument: again }]);
    expect(modelAdded('owner/name', 8e8).actions).toMatchObject([
      { command: Command.selectModel, argument: 'owner/name' },
    ]);
  });
});
