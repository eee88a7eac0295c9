import { describe, expect, it } from 'vitest';
import { decodeOptions } from '../../../extension/flow/run';
import type { Settings } from '../../../extension/settings';

const settings = { passes: undefined, policy: 'adaptive', temperature: 0, seed: 7, bestOf: 1 } as Settings;

describe('options of a run', () => {
  it('asks for several drafts only where the setting does, in a retry as well', () => {
    expect(decodeOptions(settings, 0)).toEqual({ policy: 'adaptive', temperature: 0, seed: 7 });
    expect(decodeOptions({ ...settings, bestOf: 4 }, 0)).toMatchObject({ temperature: 0, seed: 7, bestOf: 4 });
    expect(decodeOptions({ ...settings, bestOf: 4 }, 1)).toMatchObject({ temperature: 0.7, seed: 8, bestOf: 4 });
  });

  it('leaves drafting again to the engine, unless that is switched off', () => {
    expect(decodeOptions({ ...settings, syntax: 'redraft' }, 0)).not.toHaveProperty('syntax');
    expect(decodeOptions({ ...settings, syntax: 'off' }, 0)).toMatchObject({ syntax: false });
  });
});
