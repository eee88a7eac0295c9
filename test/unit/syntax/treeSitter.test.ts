import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { treeEdit } from '../../../engine/syntax/treeEdit';
import { loadGrammar } from '../../../engine/syntax/treeSitter';

const TEXT = readFileSync(new URL('../../../engine/recent.ts', import.meta.url), 'utf8');
const fragments = fc.array(fc.constantFrom('a', '(', ')', '{', '}', "'", '`', '\n', ';', ' ', '${', '/*', 'é', '🙂'), {
  maxLength: 6,
});

describe('tree-sitter', () => {
  it('finds the same problems in a changed text as in one read anew', async () => {
    const grammar = await loadGrammar('tree-sitter-typescript.wasm');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(8), fragments), { minLength: 1, maxLength: 5 }), (changes) => {
        let text = TEXT;
        let parsed = grammar.parse(text);
        for (const [place, length, pieces] of changes) {
          const at = place % (text.length + 1);
          text = text.slice(0, at) + pieces.join('') + text.slice(at + length);
          const next = parsed.parse(text);
          parsed.free();
          parsed = next;
        }
        const fresh = grammar.parse(text);
        // Recovering from errors may take another way; whether there are any may not.
        expect(parsed.problems.length > 0).toBe(fresh.problems.length > 0);
        parsed.free();
        fresh.free();
      }),
      { numRuns: 60 },
    );
  });

  it('says what to do where a grammar cannot be loaded', async () => {
    await expect(loadGrammar('tree-sitter-cobol.wasm')).rejects.toThrow(/cobol.*ENOENT.*remask\.syntax/);
  });

  it('tells where an edit lies in lines', () => {
    expect(treeEdit('ab\ncd\nef', 'ab\ncX\nY\nd\nef')).toEqual({
      startIndex: 4,
      oldEndIndex: 4,
      newEndIndex: 8,
      startPosition: { row: 1, column: 1 },
      oldEndPosition: { row: 1, column: 1 },
      newEndPosition: { row: 3, column: 0 },
    });
  });
});
