import { describe, expect, test } from 'vitest';
import { check } from '../../../engine/validate/check';
import type { Checks } from '../../../engine/protocol/messages';

/** Each problem with the text it points at. */
const found = (text: string, checks: Checks) =>
  check(text, checks).map(({ span, message, source }) => [text.slice(span.start, span.end), source, message]);

describe('brackets', () => {
  const typescript = (text: string) => found(text, { brackets: 'typescript' }).map(([at, , message]) => [at, message]);

  test.each([
    ['f(a[0], { b: 1 });'],
    ['const s = \')\' + "]" + `}`; // )\n/* ] */'],
    ['const t = `a ${f({ b: `${c}` })} )`;'],
    ['x.replace(/[)\\]]\\)/g, "");\nconst y = a / b / (c);'],
  ])('in balance: %s', (text) => {
    expect(typescript(text)).toEqual([]);
  });

  test('name what has no partner', () => {
    expect(typescript('f(a;')).toEqual([['(', "'(' is never closed"]]);
    expect(typescript('a);')).toEqual([[')', "')' closes nothing"]]);
    expect(typescript('{ f([a) }')).toEqual([['[', "'[' is not closed before ')'"]]);
    expect(typescript('const t = `${f(`; g();')).toContainEqual(['(', "'(' is never closed"]);
  });

  test('are nobody’s affair in prose; Python and Rust have their own comments and quotes', () => {
    expect(check('a) or b', { brackets: 'markdown' })).toEqual([]);
    expect(check("'''(''' # )\nf(1)", { brackets: 'python' })).toEqual([]);
    expect(check("fn f<'a>(x: &'a str) {}", { brackets: 'rust' })).toEqual([]);
  });
});

/** Both took ten seconds and more while each problem was looked up among all others. */
describe('thousands of problems are told while one waits:', { timeout: 5000 }, () => {
  const MANY = 20_000;

  test('brackets that close nothing, among as many open ones', () => {
    const text = '('.repeat(MANY) + ']'.repeat(MANY);
    expect(check(text, { brackets: 'typescript' })).toHaveLength(2 * MANY);
  });

  test('fields that a schema does not know', () => {
    const text = JSON.stringify(Object.fromEntries(Array.from({ length: MANY }, (_, i) => [`key${i}`, i])));
    expect(check(text, { schema: '{ "additionalProperties": false }' })).toHaveLength(MANY);
  });
});

describe('JSON', () => {
  test('points at what is wrong, and where something is missing, between', () => {
    expect(found('{ "a": Grace }', { json: 'strict' })[0]).toEqual(['Grace', 'json', 'invalid symbol']);
    expect(check('{ "a": Grace }', { json: 'strict' })[0]?.expected).toEqual(['"Grace"']);
    const [comma] = check('{ "a": 1\n  "b": 2 }', { json: 'strict' });
    expect(comma).toMatchObject({ span: { start: 8, end: 8 }, message: 'comma expected' });
  });

  test('nested deeper than programs read is one problem, where it becomes too deep', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}"[["${']'.repeat(depth)}`;
    expect(check(nested(1000), { json: 'strict', schema: '{}' })).toEqual([]);
    const tooDeep = { span: { start: 1000, end: 1001 }, message: 'nested more than 1000 deep', source: 'json' };
    expect(check(nested(20_000), { json: 'comments', schema: '{}' })).toEqual([tooDeep]);
  });

  test('comments and trailing commas only where they are allowed', () => {
    const text = '{ "a": 1, /* note */ }';
    expect(check(text, { json: 'comments' })).toEqual([]);
    expect(check(text, { json: 'strict' })).not.toEqual([]);
  });
});

describe('a JSON Schema', () => {
  const schema = JSON.stringify({
    $schema: 'http://json-schema.org/draft-04/schema#',
    type: 'object',
    required: ['name'],
    additionalProperties: false,
    properties: {
      name: { type: 'string' },
      'a/b~': { type: 'array', items: { enum: ['x', 'y'] } },
      mail: { type: 'string', format: 'email' },
    },
  });

  test('failures are mapped to their fields, with slash and tilde in names', () => {
    expect(found('{ "name": 1, "a/b~": ["x", "z"], "mail": "no" }', { schema })).toEqual([
      ['1', 'schema', 'name must be string'],
      ['"z"', 'schema', 'a~1b~0.1 must be one of ["x","y"]'],
      ['"no"', 'schema', 'mail must match format "email"'],
    ]);
  });

  test('say what the schema would take, where that can be told', () => {
    const expected = (type: object, value: unknown) =>
      check(JSON.stringify({ v: value }), { schema: JSON.stringify({ properties: { v: type } }) })[0]?.expected;
    expect(expected({ enum: ['x', 2, { deep: 1 }] }, 'z')).toEqual(['"x"', '2']);
    expect(expected({ const: 'x' }, 'z')).toEqual(['"x"']);
    expect(expected({ type: ['boolean', 'null'] }, 'yes')).toEqual(['true', 'false', 'null']);
    expect(expected({ type: 'string' }, 7)).toEqual(['"7"']);
    expect(expected({ type: 'integer' }, '12')).toEqual(['12']);
    expect(expected({ type: 'integer' }, '1.5')).toBeUndefined();
    expect(expected({ type: 'number' }, '1.5')).toEqual(['1.5']);
    expect(expected({ type: 'string' }, [])).toBeUndefined();
    const misnamed = check('{ "nam": "x", "mail": "a@b.cd" }', { schema });
    expect(misnamed.flatMap((problem) => problem.expected ?? [])).toEqual(['"name"', '"a/b~"']);
  });

  test('a field under a wrong name is one place, a missing one is where it would go', () => {
    const misnamed = found('{ "nam": "x" }', { schema });
    expect(new Set(misnamed.map(([at]) => at))).toEqual(new Set(['"nam"']));
    expect(check('{ "mail": "a@b.cd" }', { schema })[0]?.span).toEqual({ start: 18, end: 18 });
  });

  test('is not asked about a text that does not parse', () => {
    expect(found('{ "name" 1 }', { schema }).map(([, source]) => source)).toEqual(['json']);
  });

  test('of which a part is missing is refused, rather than used as far as it goes', () => {
    const half = '{ "type": "object", "required": ["name"';
    expect(() => check('{}', { schema: half })).toThrow(
      /^the schema cannot be used: it is not JSON \(\w+ at character 40\)/,
    );
  });

  test('may have comments, trailing commas and a byte order mark', () => {
    expect(found('{}', { schema: '\ufeff{ // why\n "required": ["a"], }' })).toHaveLength(1);
  });

  test('names the first of fields that share a name', () => {
    expect(check('{ "a": 1, "a": 2 }', { schema: '{ "additionalProperties": false }' })[0]?.span).toEqual({
      start: 2,
      end: 5,
    });
  });

  test('that cannot be used is refused in a sentence; nothing is fetched', () => {
    expect(() => check('{}', { schema: 'no' })).toThrow(/schema cannot be used/);
    expect(() => check('{}', { schema: '{"$ref":"https://example.invalid/s.json"}' })).toThrow(/schema cannot be used/);
  });
});
