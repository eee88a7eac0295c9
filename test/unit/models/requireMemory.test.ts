import { describe, expect, it } from 'vitest';

import { memoryNeed } from '../../../engine/models/memory';
import { requireMemory } from '../../../engine/models/requireMemory';
import type { ModelInfo, Quantization } from '../../../engine/protocol/messages';

const GB = 1e9;

function model(id: string, billions: number, quantization: Quantization, source: ModelInfo['source'] = 'imported'): ModelInfo {
  const memoryBytes = memoryNeed(billions * GB, quantization);
  const facts = { directory: '', family: 'x', bytes: 0, fits: true, licence: '', description: '' };
  return { ...facts, id, source, parameters: billions * GB, memoryBytes };
}

describe('a model that needs more memory than there is', () => {
  const others = [model('small', 0.5, 'int8', 'published'), model('middle', 1.7, 'int8', 'published'), model('big', 8, 'int8')];

  it('is left alone when it fits', () => {
    expect(() => requireMemory(model('it', 8, 'int8'), others, 16 * GB)).not.toThrow();
  });

  it('is refused with what it takes, what there is, and the quantization that would fit', () => {
    const refused = () => requireMemory(model('it', 8, 'none'), others, 16 * GB);
    expect(refused).toThrow(/^it takes about 32\.3 GB of memory and this machine has 16\.0 GB\. In int8 it would fit/);
    expect(() => requireMemory(model('it', 8, 'int8'), others, 8 * GB)).toThrow(/--quantize int4/);
  });

  it('is refused with the largest other one that fits', () => {
    expect(() => requireMemory(model('it', 8, 'int4'), others, 4 * GB)).toThrow(/middle would fit\.$/);
    expect(() => requireMemory(model('it', 8, 'int4'), [], 4 * GB)).toThrow(/No known model would fit\.$/);
  });
});
