import { describe, expect, test } from 'vitest';
import { endingsOf, excludeGlob, foldersAbove, includeGlob, mayBelong } from '../../../extension/document/projectGlobs';
import { ProjectRecord } from '../../../extension/document/projectRecord';

describe('the kind of a document', () => {
  test('is told by its name: that of all languages that repeat one another', () => {
    const scripts = endingsOf('typescript', '/a/b.ts');
    expect(scripts).toEqual(expect.arrayContaining(['ts', 'tsx', 'cjs', 'vue']));
    expect(endingsOf('plaintext', '/a/b.vue')).toEqual(scripts);
    expect(endingsOf('go', '/a.b/main.go')).toEqual(['go']);
    expect(endingsOf('fortran', '/a/B.F90')).toEqual(['f90']);
  });

  test('is told by its language where the name does not, if that does', () => {
    expect(endingsOf('python', '/bin/tool')).toEqual(['py', 'pyi']);
    expect(endingsOf('jsonc', '/a/.prettierrc')).toEqual(['json', 'jsonc']);
    for (const name of ['Makefile', '.env', 'a.b/Makefile', 'odd.{x}']) expect(endingsOf('x', `/${name}`)).toEqual([]);
  });
});

describe('globs', () => {
  test('of what is looked for: anywhere, or in a folder whose name is taken literally', () => {
    expect(includeGlob(['go'])).toBe('**/*.{go}');
    expect(includeGlob(['py', 'pyi'], 'src/[id]')).toBe('src/?id?/**/*.{py,pyi}');
  });

  test('of what is left out: what tools write, and what the setting names and has switched on', () => {
    const left = excludeGlob({ '**/gen': true, '**/kept': false, '**/*.js': { when: '$(basename).ts' } });
    const globs = left.slice(1, -1).split(',');
    expect(globs).toEqual(expect.arrayContaining(['**/node_modules', '**/.git', '**/*.min.*', '**/gen']));
    expect(globs).not.toContain('**/kept');
    expect(globs).not.toContain('**/*.js');
    expect(new Set(globs).size).toBe(globs.length);
  });

  test('have no braces in braces, and no comma that would part them', () => {
    const added = (glob: string) =>
      excludeGlob({ [glob]: true })
        .slice(1, -1)
        .split(',')
        .filter((each) => /[ab]/.test(each) && !excludeGlob({}).includes(each));
    expect(added('{a,b{1,2}}.x')).toEqual(['a.x', 'b1.x', 'b2.x']);
    expect(added('a1,b')).toEqual(['a1?b']);
    expect(added('a}1')).toEqual(['a?1']);
  });
});

test('the folders of a file, from its own upwards', () => {
  expect(foldersAbove('a/b/c.ts')).toEqual(['a/b', 'a']);
  expect(foldersAbove('c.ts')).toEqual([]);
});

test('a change matters if it may be of such a file, or of a folder of some', () => {
  const matters = (path: string) => mayBelong(path, ['ts', 'tsx']);
  expect(['a.ts', 'src/b.tsx', 'src/moved'].filter(matters)).toHaveLength(3);
  expect(['a.py', 'node_modules/x/a.ts', 'dist/a.ts', '.git/HEAD'].filter(matters)).toEqual([]);
});

describe('what the engine was told', () => {
  const engine = {};
  const naming = { uri: 'file:///w/a.ts', endings: ['ts'] };
  const told = () => {
    const record = new ProjectRecord();
    record.begin(engine, naming);
    record.finish(naming, 3);
    return record;
  };

  test('holds until something changes, for each document by itself', () => {
    const record = told();
    expect(record.begin(engine, { ...naming })).toBe(false);
    expect(record.begin(engine, { ...naming, uri: 'file:///w/b.ts' })).toBe(true);
  });

  test('no longer holds when another file of the kind has changed, and the changes are over', () => {
    const record = told();
    expect(record.changed('file:///w/b.py', 'b.py')).toBe(false);
    expect(record.changed(naming.uri, 'a.ts')).toBe(false);
    expect(record.changed('file:///w/b.ts', 'b.ts')).toBe(true);
    expect(record.begin(engine, { ...naming })).toBe(false);
    record.settle();
    expect(record.begin(engine, { ...naming })).toBe(true);
  });

  test('is nothing for another engine', () => {
    const record = told();
    const successor = {};
    const again = { ...naming };
    expect(record.begin(successor, again)).toBe(true);
    expect(record.finish(naming, 3)).toBe(false);
    expect(record.finish(again, 3)).toBe(true);
  });

  test('is not what was found too late: after a close, or a change', () => {
    const record = new ProjectRecord();
    record.begin(engine, naming);
    record.forget(naming.uri);
    expect(record.finish(naming, 3)).toBe(false);
    const second = { ...naming };
    record.begin(engine, second);
    record.changedAll();
    record.settle();
    expect(record.finish(second, 3)).toBe(false);
  });

  test('is taken back where it was said, and only there', () => {
    const record = told();
    record.changedAll();
    record.settle();
    const nothing = { ...naming };
    record.begin(engine, nothing);
    expect(record.finish(nothing, 0)).toBe(true);
    expect(record.forget(naming.uri)).toBe(false);
    expect(told().forget(naming.uri)).toBe(true);
    const never = { ...naming, uri: 'file:///w/b.ts' };
    record.begin(engine, never);
    expect(record.finish(never, 0)).toBe(false);
  });
});
