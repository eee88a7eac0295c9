import { describe, expect, test } from 'vitest';
import { importsIn } from '../../../extension/ask/imports';
import { findMarkers } from '../../../extension/ask/markers';

const MARKERS = ['TODO: fill', 'FILL HERE'];
const marked = (text: string, markers = MARKERS) =>
  findMarkers(text, markers).map(({ start, end }) => text.slice(start, end));

describe('markers', () => {
  test('built in: question marks, and a comment that holds but an ellipsis', () => {
    expect(marked('f(???);\n/* ... */\ng(/* … */, /* a ... b */);')).toEqual(['???', '/* ... */', '/* … */']);
  });

  test('of the user’s own: with their comment, to the end of line or comment', () => {
    expect(marked('  // TODO: fill in the sum\nx')).toEqual(['// TODO: fill in the sum']);
    expect(marked('a(/* FILL HERE */ 1)')).toEqual(['/* FILL HERE */']);
    expect(marked('# TODO: fill\r\npass')).toEqual(['# TODO: fill']);
    expect(marked('<!-- FILL HERE --> <p>')).toEqual(['<!-- FILL HERE -->']);
  });

  test('are taken literally, and none twice', () => {
    expect(marked('a.*b .*', ['.*'])).toEqual(['.*b .*']);
    expect(marked('// TODO: fill ??? FILL HERE')).toEqual(['// TODO: fill ??? FILL HERE']);
    expect(marked('x', ['', ' '])).toEqual([]);
  });
});

describe('imports', () => {
  test('name the files that they may mean', () => {
    const [cart, lib] = importsIn(
      "import { a } from './cart.js';\nconst b = require('../lib');\nimport x from 'node:fs';",
    );
    expect(cart).toContain('./cart.ts');
    expect(lib).toContain('../lib/index.ts');
    expect(importsIn('from .report import total\nimport os')).toEqual([['report.py']]);
  });
});
