import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HoleDraft } from '../../engine/protocol/messages';
import { ndjson, runCli } from '../support/runCli';
import { writeTinyModel } from '../support/tinyModel';

const TEXT = 'export function add(a: number, b: number) {\n\treturn a + b;\n}\n\n// 👧 e\u0301\n';
let folder: string;
let model: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'remask-cli-'));
  model = writeTinyModel(join(folder, 'tiny'));
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  file = join(folder, `${Math.random()}.ts`);
  writeFileSync(file, TEXT);
});

const run = (...args: string[]) => runCli([...args, '--model', model]);
const written = (): string => readFileSync(file, 'utf8');

describe('remask infill', () => {
  it('prints passes and result as NDJSON and nothing else, masked cells falling to none, the file untouched', async () => {
    const { code, stdout, stderr } = await run(
      'infill',
      file,
      '--range',
      '2:9-2:14',
      '--json',
      '--seed',
      '7',
      '--length',
      '12',
      '--no-syntax',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = ndjson(stdout);
    const passes = lines.slice(0, -1) as { type: string; pass: number; holes: HoleDraft[] }[];
    expect(passes.length).toBeGreaterThanOrEqual(2);
    expect(passes.map(({ type, pass }) => `${type} ${pass}`)).toEqual(passes.map((_, i) => `pass ${i + 1}`));
    const masked = passes.map(({ holes }) => holes[0]?.cells.filter((cell) => cell.state === 'masked').length);
    expect(masked[0]).toBeGreaterThan(0);
    expect(masked.at(-1)).toBe(0);
    const result = lines.at(-1);
    expect(result).toMatchObject({ type: 'result', passes: passes.length, model: 'tiny', seed: 7 });
    expect(result?.['holes']).toEqual([
      { range: '2:9-2:14', text: passes.at(-1)?.holes[0]?.text, confidence: expect.any(Number) as number },
    ]);
    expect(Object.keys(result?.['ms'] as object)).toEqual(
      expect.arrayContaining(['load', 'context', 'firstPass', 'total']),
    );
    expect(written()).toBe(TEXT);
  });

  it('gives the same text for the same seed, and another for another', async () => {
    const texts = await Promise.all(
      ['1', '1', '2'].map(async (seed) => {
        const { stdout } = await run('infill', file, '--at', '2:9', '--temperature', '1', '--seed', seed, '--json');
        return JSON.stringify(ndjson(stdout).at(-1)?.['holes']);
      }),
    );
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).not.toBe(texts[2]);
  });

  it('prints only the text where nobody watches, and tells the rest on stderr', async () => {
    const { code, stdout, stderr } = await run('infill', file, '--at', '2:9', '--passes', '4', '--policy', 'steps');
    const json = ndjson(
      (await run('infill', file, '--at', '2:9', '--passes', '4', '--policy', 'steps', '--json')).stdout,
    ).at(-1);
    const [{ text }] = json?.['holes'] as [{ text: string }];
    expect(code).toBe(0);
    expect(stdout).toBe(text.endsWith('\n') ? text : `${text}\n`);
    expect(stderr).toMatch(/^remask: \d+ tokens in 4 passes, .* tiny\n$/);
  });

  it('writes several holes into the file and nothing else; CRLF, byte order mark and mode stay', async () => {
    const text = `\ufeff${TEXT.replaceAll('\n', '\r\n')}`;
    writeFileSync(file, text);
    chmodSync(file, 0o640);
    const { mode } = statSync(file);
    const ranges = ['--range', '2:9-2:14', '--range', '5:4-5:6'];
    const { code, stdout } = await run('infill', file, ...ranges, '--write', '--json', '--length', '9');
    expect(code).toBe(0);
    const [first, second] = ndjson(stdout).at(-1)?.['holes'] as { text: string }[];
    expect(written()).toBe(text.replace('a + b', () => first?.text ?? '').replace('👧', () => second?.text ?? ''));
    expect(written()).not.toMatch(/[^\r]\n/);
    expect(statSync(file).mode).toBe(mode);
  });

  it('fills an empty document', async () => {
    writeFileSync(file, '');
    const { code } = await run('infill', file, '--at', '1:1', '--write');
    expect(code).toBe(0);
    expect(written().length).toBeGreaterThan(0);
  });

  it('takes emoji and combining characters at a border', async () => {
    const { code } = await run('infill', file, '--range', '5:7-5:8', '--write', '--length', '4');
    expect(code).toBe(0);
    expect(written().startsWith(TEXT.slice(0, TEXT.indexOf('e\u0301')))).toBe(true);
    expect(written().endsWith('\u0301\n')).toBe(true);
  });
});

describe('remask remask, score, models, inspect, logits, replay', () => {
  it('denoises the least likely share of a span, the rest stays', async () => {
    const { code, stdout } = await run('remask', file, '--range', '2:9-2:14', '--strength', '0.4', '--json');
    expect(code).toBe(0);
    const passes = ndjson(stdout).filter((line) => line['type'] === 'pass') as unknown as { holes: HoleDraft[] }[];
    const states = passes[0]?.holes[0]?.cells.map((cell) => cell.state) ?? [];
    expect(states.filter((state) => state === 'pinned')).toHaveLength(3);
    expect(written()).toBe(TEXT);
  });

  it('repairs only what looks wrong, and leaves a span as it is where nothing does', async () => {
    const nothing = await run('repair', file, '--range', '2:9-2:14', '--below', '0.000001', '--json');
    expect(ndjson(nothing.stdout)).toMatchObject([{ type: 'result', passes: 0, tokens: 0 }]);
    const { code, stdout } = await run('repair', file, '--range', '2:9-2:14', '--below', '1', '--json');
    expect(code).toBe(0);
    expect(ndjson(stdout).at(-1)).toMatchObject({ type: 'result' });
    expect(written()).toBe(TEXT);
  });

  it('scores every token once', async () => {
    const { stdout } = await run('score', file, '--json');
    const lines = ndjson(stdout);
    expect(
      lines
        .slice(0, -1)
        .map((line) => line['text'])
        .join(''),
    ).toBe(TEXT);
    expect(lines.at(-1)).toMatchObject({ type: 'result', tokens: lines.length - 1, model: 'tiny' });
    const plain = await run('score', file, '--range', '2:9-2:10');
    expect(plain.stdout).toMatch(/^2:9 +\d\.\d{3} {2}"a"/);
  });

  it('lists and inspects models', async () => {
    const models = await runCli(['models', '--json'], { REMASK_MODELS: folder });
    expect(ndjson(models.stdout)).toContainEqual(expect.objectContaining({ id: 'tiny', source: 'imported' }));
    const inspected = await runCli(['inspect', model, '--json']);
    expect(ndjson(inspected.stdout)[0]).toMatchObject({ family: 'remask_streams', maskId: 3, context: 3 * 8 });
  });

  it('prints the logits of the rows asked for', async () => {
    const { stdout } = await run('logits', '--ids', '1,20,30', '--rows', '0,2', '--json');
    const rows = ndjson(stdout);
    expect(rows.map((row) => row['row'])).toEqual([0, 2]);
    expect(rows[0]?.['logits']).toHaveLength(288);
    const all = ndjson((await run('logits', '--ids', '1,20,30', '--json')).stdout);
    expect(all[2]?.['logits']).toEqual(rows[1]?.['logits']);
  });

  it('records a trace and replays it exactly; a changed one is found out', async () => {
    const trace = join(folder, 'run.ndjson');
    await run('infill', file, '--range', '2:9-2:14', '--at', '1:1', '--trace', trace).then(({ code }) =>
      expect(code).toBe(2),
    );
    const recorded = await run(
      'infill',
      file,
      '--range',
      '2:9-2:14',
      '--temperature',
      '0.7',
      '--seed',
      '3',
      '--trace',
      trace,
    );
    expect(recorded.code).toBe(0);
    expect(await run('replay', trace)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+ passes, identical\n$/) as string,
    });
    const lines = readFileSync(trace, 'utf8').split('\n');
    const forged = (lines[2] ?? '').replace(/"confidence":0\.\d/, '"confidence":0.99');
    writeFileSync(trace, [...lines.slice(0, 2), forged, ...lines.slice(3)].join('\n'));
    expect(await run('replay', trace)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/pass 2 came out differently/) as string,
    });
    const other = writeTinyModel(join(folder, 'other'), { seed: 2 });
    expect(await runCli(['replay', trace, '--model', other])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/another version/) as string,
    });
  });
});

describe('bad input: one line that says what to do, the exit code, the file untouched', () => {
  const at = ['--at', '1:1'];
  it.each<[string, () => string[], 1 | 2, RegExp]>([
    ['no command', () => [], 2, /no command given; see 'remask --help'/],
    ['unknown command', () => ['infil', file], 2, /unknown command 'infil' \(Did you mean infill\?\)/],
    [
      'unknown option',
      () => ['infill', file, ...at, '--sed', '1'],
      2,
      /unknown option '--sed' \(Did you mean --seed\?\)/,
    ],
    ['missing file name', () => ['infill'], 2, /missing required argument 'file'/],
    ['missing file', () => ['infill', join(folder, 'nope.ts'), ...at], 2, /cannot read .*nope\.ts: no such file/],
    ['a folder', () => ['infill', folder, ...at], 2, /is not a file/],
    ['no place', () => ['infill', file], 2, /say where: either --at/],
    ['malformed position', () => ['infill', file, '--at', '3'], 2, /'3' is not a position: write LINE:COLUMN/],
    ['malformed range', () => ['infill', file, '--range', '1:2'], 2, /'1:2' is not a range/],
    ['line out of range', () => ['infill', file, '--at', '99:1'], 2, /line 99 does not exist: the last line is 6/],
    ['column out of range', () => ['infill', file, '--at', '3:9'], 2, /line 3 ends at column 2/],
    ['inside a character', () => ['infill', file, '--at', '5:5'], 2, /5:5 is inside a character/],
    ['reversed range', () => ['infill', file, '--range', '2:9-1:1'], 2, /is reversed: write 1:1-2:9/],
    ['overlapping ranges', () => ['infill', file, '--range', '1:1-1:9', '--range', '1:5-2:1'], 2, /overlap/],
    [
      'unknown policy',
      () => ['infill', file, ...at, '--policy', 'magic'],
      2,
      /Allowed choices are adaptive, confidence, steps/,
    ],
    ['two lengths', () => ['infill', file, ...at, '--keep', 'json', '--length', '3'], 2, /json .*: leave out --length/],
    ['bad seed', () => ['infill', file, ...at, '--seed', 'x'], 2, /--seed takes a whole number, not 'x'/],
    ['no passes', () => ['infill', file, ...at, '--passes', '0'], 2, /passes must be a whole number from 1/],
    ['hot', () => ['infill', file, ...at, '--temperature', '99'], 2, /temperature must be between 0 and 10/],
    ['no length', () => ['infill', file, ...at, '--length', '0', '--model', model], 2, /length must be a whole number/],
    ['empty span to remask', () => ['remask', file, '--range', '1:1-1:1', '--model', model], 2, /range is empty/],
    [
      'no strength',
      () => ['remask', file, '--range', '1:1-1:3', '--strength', '0', '--model', model],
      2,
      /strength must be/,
    ],
    ['nothing to repair in', () => ['repair', file, '--range', '1:1-1:1', '--model', model], 2, /range is empty/],
    ['bad ids', () => ['logits', '--ids', '1;2'], 2, /--ids takes numbers separated by commas/],
    ['not a trace', () => ['replay', file], 2, /line 1 is not part of a trace/],
    ['import', () => ['import', 'no/such/folder', '--quantize', 'int8'], 2, /neither a folder nor a repository/],
    ['serve without a transport', () => ['serve'], 2, /required option '--stdio'/],
    ['unknown model', () => ['infill', file, ...at, '--model', 'nobody'], 2, /no model or model folder named nobody/],
  ])('%s', async (_, args, code, message) => {
    const outcome = await runCli(args());
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(outcome.stderr).toMatch(/^remask: [^\n]+\n$/);
    expect(outcome.stderr).toMatch(message);
    expect(written()).toBe(TEXT);
  });

  it.each<[string, () => void, RegExp]>([
    ['binary', () => writeFileSync(file, Buffer.from([0x50, 0, 1, 2])), /is binary or UTF-16/],
    ['not UTF-8', () => writeFileSync(file, Buffer.from([0x61, 0xe9, 0x62])), /is not UTF-8/],
    ['100 MB', () => truncateSync(file, 100 * 2 ** 20), /is too large \(100 MB, the limit is 8 MB\)/],
    ['read-only', () => chmodSync(file, 0o444), /is read-only: make it writable/],
    ['5,000 lines', () => writeFileSync(file, 'const a = 1;\n'.repeat(5001)), /at most 4096 fit in one run/],
  ])('a file that is %s', async (_, prepare, message) => {
    prepare();
    const before = readFileSync(file);
    const lines = before.length > 9000 && before.length < 2 ** 20 ? '1:1-5001:1' : '1:1-1:2';
    const outcome = await run('infill', file, '--range', lines, '--write');
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toMatch(/^remask: [^\n]+\n$/);
    expect(outcome.stderr).toMatch(message);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('a broken model folder', async () => {
    const broken = writeTinyModel(join(folder, 'broken'));
    writeFileSync(join(broken, 'tokenizer.json'), '{');
    const outcome = await runCli(['infill', file, '--at', '1:1', '--model', broken]);
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toMatch(/^remask: [^\n]*tokenizer\.json[^\n]*\n$/);
  });

  it('help is no failure', async () => {
    expect(await runCli(['--help'])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/infill/) as string,
    });
    expect(await runCli(['infill', '--help'])).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('remask infill --validate', () => {
  it('tells each round and what is still wrong on stderr, and keeps the text outside the hole', async () => {
    const path = join(folder, 'order.json');
    const schema = join(folder, 'order.schema.json');
    writeFileSync(path, '{ "paid": 1 }\n');
    writeFileSync(schema, '{ "properties": { "paid": { "type": "boolean" } } }');
    const args = [
      'infill',
      path,
      '--range',
      '1:11-1:12',
      '--schema',
      schema,
      '--rounds',
      '1',
      '--length',
      '2',
      '--write',
    ];
    const { code, stderr } = await run(...args);
    expect(code).toBe(0);
    expect(stderr).toMatch(/round 0: \d+ problems/);
    expect(readFileSync(path, 'utf8')).toMatch(/^\{ "paid": [\s\S]* \}\n$/);
  });

  it('refuses a schema that cannot be used before anything runs', async () => {
    const schema = join(folder, 'broken.schema.json');
    writeFileSync(schema, '[');
    const { code, stderr } = await run('infill', file, '--at', '1:1', '--schema', schema);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('schema cannot be used') as string,
    });
  });
});
