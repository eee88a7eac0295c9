import { describe, expect, it } from 'vitest';

import { findPublished, largestThatFits, PUBLISHED, publishedModels } from '../../../engine/models/catalogue';
import { familyNames } from '../../../engine/models/families';
import { fitsInMemory, memoryNeed } from '../../../engine/models/memory';

describe('the catalogue', () => {
  it('names repositories, each once, with what a person chooses by', () => {
    const ids = PUBLISHED.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[\w.-]+\/[\w.-]+$/);
    for (const model of publishedModels()) {
      expect(model.licence).not.toBe('');
      expect(model.description).not.toBe('');
      expect(model.memoryBytes).toBeGreaterThan(model.parameters);
    }
  });

  it('names families by the names that an import gives them', () => {
    for (const { family } of PUBLISHED) expect(familyNames).toContain(family);
  });

  it('pins commits in full', () => {
    const pinned = PUBLISHED.flatMap(({ revision }) => revision ?? []);
    expect(pinned.length).toBeGreaterThan(0);
    for (const revision of pinned) expect(revision).toMatch(/^[0-9a-f]{40}$/);
  });

  it('marks every licence that forbids commercial use, and suggests none of those', () => {
    for (const { licence, restricted } of PUBLISHED) expect(restricted ?? false).toBe(/NC|AMLR|research/i.test(licence));
    for (const gigabytes of [2, 4, 8, 16, 64]) expect(largestThatFits(gigabytes * 1e9)?.restricted).toBeUndefined();
    expect(PUBLISHED[0]?.restricted).toBeUndefined();
  });

  it('finds a model whatever the case of its id', () => {
    expect(findPublished('gsai-ml/llada-8b-base')?.id).toBe('GSAI-ML/LLaDA-8B-Base');
    expect(findPublished('nobody/nothing')).toBeUndefined();
  });
});

describe('memory', () => {
  it('grows with the weights and shrinks with quantization', () => {
    const [none, int8, int4] = [memoryNeed(8e9, 'none'), memoryNeed(8e9, 'int8'), memoryNeed(8e9, 'int4')];
    expect(none).toBeGreaterThan(32e9);
    expect(int8).toBeLessThan(none / 3);
    expect(int4).toBeLessThan(int8);
  });

  it('suggests the largest model that a machine can hold', () => {
    expect(largestThatFits(1e9)?.parameters).toBe(0.6e9);
    expect(largestThatFits(16e9)?.parameters).toBe(8e9);
    expect(largestThatFits(1e8)).toBeUndefined();
    expect(fitsInMemory(2e9, 1e9)).toBe(false);
  });
});
