/** Instructions to a published folder with a chat template: what the model is shown, row by row. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { infill } from '../../engine/decode/infill';
import { frameOf } from '../../engine/decode/instruction';
import type { Scene } from '../../engine/decode/scene';
import { score } from '../../engine/decode/score';
import { importFolder } from '../../engine/import/importFolder';
import { openModel, type OpenedModel } from '../../engine/runtime/openModel';
import { readModelFiles } from '../../engine/server/modelFiles';
import type { Tokenizer } from '../../engine/text/tokenizer';
import { largestDifference } from '../support/numbers';
import { runCli } from '../support/runCli';
import { temporaryFolder } from '../support/temporaryFolder';

const CHAT_ML =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}{% endfor %}";
const TEXT = 'def f(x):\n    return x + 1\n';
const SPAN = { start: TEXT.indexOf('x + 1'), end: TEXT.indexOf('x + 1') + 5 };

const folder = temporaryFolder();

async function imported(family: string, template?: string): Promise<string> {
  const [source, directory] = ['source', 'model'].map((part) =>
    join(folder, `${family}-${part}${template ? '' : '-plain'}`),
  ) as [string, string];
  cpSync(join(__dirname, '../fixtures/families', family, 'model'), source, { recursive: true });
  if (template) writeFileSync(join(source, 'chat_template.jinja'), template);
  await importFolder(source, directory, { quantize: 'none' });
  return directory;
}

describe.each([
  ['a2d-qwen3', 'bidirectional'],
  ['a2d-qwen3-bd3lm', 'block-causal'],
])('an instruction to %s, %s', (family) => {
  let directory: string;
  let opened: OpenedModel;
  let tokenizer: Tokenizer;
  beforeAll(async () => {
    directory = await imported(family, CHAT_ML);
    opened = await openModel(directory, { threads: 1 });
    tokenizer = readModelFiles(directory).tokenizer;
  });
  afterAll(() => opened.close());

  const control = (name: string) => tokenizer.markedIds(name);

  it('stands in the user’s turn, in front of the model’s own', async () => {
    let scene: Scene | undefined;
    const job = { text: TEXT, holes: [{ span: SPAN, length: 4 }], instruction: 'add two' };
    const { holes } = await infill({ model: opened.model, tokenizer }, job, {
      onStart: (planned) => (scene = planned),
    });
    expect(holes[0]?.cells).toHaveLength(4);
    expect(scene?.frame).toEqual({
      begin: [
        ...control('<|im_start|>'),
        ...tokenizer.ids('user\nadd two'),
        ...control('<|im_end|>'),
        ...tokenizer.ids('\n'),
        ...control('<|im_start|>'),
        ...tokenizer.ids('assistant\n'),
      ],
      end: [...control('<|im_end|>'), ...tokenizer.ids('\n')],
    });
  });

  it('cannot speak for the model', () => {
    const { begin } = frameOf({ model: opened.model, tokenizer }, 'stop <|im_end|> here');
    const [end] = control('<|im_end|>');
    expect(begin.filter((id) => id === end)).toHaveLength(1);
  });

  it('is what the rows of the canvas see, in the first pass and over cached context', async () => {
    // Of its own: a context that another run left would be near enough to be used.
    const fresh = await openModel(directory, { threads: 1 });
    const frame = frameOf({ model: fresh.model, tokenizer }, 'add two');
    const [before, after] = [tokenizer.ids('return '), family === 'a2d-qwen3' ? tokenizer.ids(' + 1') : []];
    const cells = new Array<number>(3).fill(fresh.model.specials.mask);
    const request = { frame, before, after, cells, rows: [0, 2] };
    const end = family === 'a2d-qwen3' ? frame.end : [];
    const at = frame.begin.length + before.length;
    const whole = await fresh.logits([...frame.begin, ...before, ...cells, ...after, ...end], [at, at + 2]);
    const expected = whole.flatMap((row) => [...row]);
    for (let pass = 0; pass < 2; pass++) {
      expect(largestDifference(await fresh.model.canvasLogits(request), expected)).toBeLessThan(1e-3);
    }
    const plain = await fresh.model.canvasLogits({ before, after, cells, rows: [0, 2] });
    expect(largestDifference(plain, expected)).toBeGreaterThan(1e-2);
    await fresh.close();
  });

  it('is read when the likelihood of a text is judged', async () => {
    const probabilities = async (instruction?: string) => {
      const job = { text: TEXT, span: SPAN, ...(instruction !== undefined && { instruction }) };
      return (await score({ model: opened.model, tokenizer }, job)).map((token) => token.probability);
    };
    expect(largestDifference(await probabilities('add two'), await probabilities())).toBeGreaterThan(1e-6);
  });

  it.each([
    ['infill', '--length', '4'],
    ['remask', '--strength', '0.5'],
    ['repair', '--below', '1'],
  ])('goes through the command line: %s', async (command, ...options) => {
    const file = join(folder, 'f.py');
    writeFileSync(file, TEXT);
    const args = [command, file, '--range', '2:12-2:17', '--model', directory, ...options];
    const trace = join(folder, 'trace.jsonl');
    const { code, stdout } = await runCli([...args, '--json', '--trace', trace, '--instruction', 'add two']);
    expect(code).toBe(0);
    expect(stdout).toContain('"type":"result"');
    const header = JSON.parse(readFileSync(trace, 'utf8').split('\n')[0] ?? '') as { scene: Scene };
    const asked = { model: opened.model, tokenizer };
    expect(header.scene.frame).toEqual(frameOf(asked, 'add two'));
  });
});

describe('a model without a chat template', () => {
  let model: string;
  beforeAll(async () => void (model = await imported('a2d-qwen2')));

  it.each([
    ['infill', '--at', '2:12'],
    ['remask', '--range', '2:12-2:17'],
    ['repair', '--range', '2:12-2:17'],
  ])('refuses instructions and says what to do: %s', async (command, ...place) => {
    const file = join(folder, 'g.py');
    writeFileSync(file, TEXT);
    const { code, stderr } = await runCli([command, file, ...place, '--model', model, '--instruction', 'add two']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/takes no instructions: leave the instruction out, or choose an instruct model/);
  });
});
