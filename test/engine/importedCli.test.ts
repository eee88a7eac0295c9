/** The whole way of a published folder on the command line: import it, look at it, use it, remove it. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

import { ndjson, runCli } from '../support/runCli';
import { temporaryFolder } from '../support/temporaryFolder';

const TEXT = 'def f(x):\n    return x + 1\n\n\ndef g(x):\n    return f(x) * 2\n';

describe.each([
  { family: 'open-dcoder', named: 'qwen2', attention: 'bidirectional', quantize: 'int8' },
  { family: 'sdar', named: 'sdar', attention: 'block-causal, blocks of 4', quantize: 'int4' },
  { family: 'llada-moe', named: 'lladamoe', attention: 'bidirectional', quantize: 'int8' },
])('$family on the command line', ({ family, named, attention, quantize }) => {
  const folder = temporaryFolder();
  const file = join(folder, 'f.py');
  const source = join(__dirname, '../fixtures/families', family, 'model');
  const store = join(folder, 'models');
  const run = (...args: string[]) => runCli(args, { REMASK_MODELS: store });
  let imported: Record<string, unknown> | undefined;

  beforeAll(async () => {
    writeFileSync(file, TEXT);
    const { code, stdout, stderr } = await run('import', source, '--quantize', quantize, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    imported = ndjson(stdout).at(-1);
  });

  it('is imported into the folder of models and found there by name', async () => {
    expect(imported).toMatchObject({ type: 'result', id: 'model', family: named });
    expect(existsSync(join(store, 'model', 'model.onnx'))).toBe(true);
    const { code, stdout } = await run('models', '--json');
    expect(code).toBe(0);
    expect(ndjson(stdout)).toContainEqual(
      expect.objectContaining({ id: 'model', source: 'imported', family: named, fits: true }),
    );
  });

  it('says what it is', async () => {
    const { code, stdout } = await run('inspect', 'model', '--json');
    expect(code).toBe(0);
    expect(ndjson(stdout)[0]).toMatchObject({
      family: named,
      attention,
      quantization: quantize,
      takesInstruction: false,
    });
  });

  it('fills a hole, and another time the same', async () => {
    const args = ['infill', file, '--range', '2:12-2:17', '--model', 'model', '--length', '6', '--seed', '3', '--json'];
    const [first, second] = await Promise.all([run(...args), run(...args)]);
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' });
    const result = ndjson(first.stdout).at(-1);
    expect(result).toMatchObject({ type: 'result', model: 'model', seed: 3 });
    expect(result?.['holes']).toEqual(ndjson(second.stdout).at(-1)?.['holes']);
  });

  it('scores text, token by token', async () => {
    const { code, stdout } = await run('score', file, '--range', '2:5-2:17', '--model', 'model', '--json');
    expect(code).toBe(0);
    const tokens = ndjson(stdout).filter(({ type }) => type === 'token');
    expect(tokens.map(({ text }) => text).join('')).toBe('return x + 1');
    for (const { probability } of tokens) expect(probability).toBeLessThanOrEqual(1);
  });

  it('denoises a span again', async () => {
    const args = ['remask', file, '--range', '6:5-6:20', '--strength', '0.5', '--model', 'model', '--json'];
    const { code, stdout } = await run(...args);
    expect(code).toBe(0);
    expect(ndjson(stdout).at(-1)).toMatchObject({ type: 'result', model: 'model' });
  });
});
