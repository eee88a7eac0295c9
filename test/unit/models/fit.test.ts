import { describe, expect, it } from 'vitest';

import { requireFit, requireMemory } from '../../../engine/models/fit';
import { memoryNeed } from '../../../engine/models/memory';
import type { Quantization } from '../../../engine/protocol/messages';

const large = { id: 'some/large', parameters: 8e9, quantization: 'int8' } as const;

const published = (memoryBytes: number) => ({ id: 'x', memoryBytes, parameters: 1e9, source: 'published' }) as const;

describe('a model that does not fit', () => {
  it('is offered in fewer bits if that helps', () => {
    expect(() => requireMemory(large, 8e9)).toThrow(
      'some/large needs about 9.4 GB of memory, this machine has 8.0 GB. Import it as int4: that takes about 6.3 GB.',
    );
    expect(() => requireMemory({ ...large, quantization: 'none' }, 10e9)).toThrow(/Import it as int8/);
  });

  it('is answered with one that fits', () => {
    expect(() => requireMemory(large, 4e9)).toThrow(/dllm-hub\/Qwen3-0\.6B-diffusion-mdlm-v0\.1 would fit \(about 940 MB\)/);
    expect(() => requireFit(published(5e9), 4e9)).toThrow(/x needs about 5\.0 GB.*would fit/);
    expect(() => requireFit(published(5e9), 4e8)).toThrow(/Stay with the bundled model/);
  });

  it('once imported, can be imported again in fewer bits, if that helps', () => {
    const imported = (quantization: Quantization) => {
      const memoryBytes = memoryNeed(8e9, quantization);
      return { id: 'it', parameters: 8e9, memoryBytes, source: 'imported' } as const;
    };
    expect(() => requireFit(imported('none'), 16e9)).toThrow(
      'it needs about 32.3 GB of memory, this machine has 16.0 GB. Import it again with --quantize int8.',
    );
    expect(() => requireFit(imported('int8'), 8e9)).toThrow(/--quantize int4/);
    expect(() => requireFit(imported('int4'), 4e9)).toThrow(/would fit/);
  });

  it('is not one that just fits', () => {
    expect(() => requireMemory(large, 10e9)).not.toThrow();
    expect(() => requireFit(published(4e9), 4e9)).not.toThrow();
  });
});
