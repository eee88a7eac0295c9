/** Adding and choosing models, on a scripted engine. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ModelInfo } from '../../engine/protocol/messages';
import { Command, SECTION, Setting } from '../../extension/ids';
import { FakeEngine } from './support/fake';
import { remaskApi, run } from './support/remask';
import { until } from './support/until';

const IMPORTED: ModelInfo = {
  id: 'owner/name',
  directory: '/models/owner--name',
  family: 'fake',
  source: 'imported',
  parameters: 5e8,
  bytes: 6e8,
  memoryBytes: 8e8,
  fits: true,
  licence: 'MIT',
  description: 'Another one.',
};

suite('models', () => {
  const engine = new FakeEngine();
  const settings = () => vscode.workspace.getConfiguration(SECTION);
  const restore = async () => {
    for (const name of [Setting.model, Setting.hubEndpoint]) {
      await settings().update(name, undefined, vscode.ConfigurationTarget.Global);
    }
  };
  suiteSetup(() => engine.start());
  suiteTeardown(async () => {
    await restore();
    await engine.stop();
  });
  teardown(async () => {
    engine.play({});
    await restore();
  });

  async function inUse(id: string): Promise<void> {
    const api = await remaskApi();
    await until(`${id} is in use`, () => {
      const state = api.engine();
      return state.kind === 'ready' && state.info.model.id === id;
    });
  }

  test('an import goes to the engine with the mirror of the settings, and does not touch the engine in use', async () => {
    engine.play({ importsEnd: false });
    const pid = await engine.pid();
    await settings().update(Setting.hubEndpoint, 'https://mirror.example', vscode.ConfigurationTarget.Global);
    const adding = run(Command.addModel, JSON.stringify({ source: 'owner/name', quantize: 'int4' }));
    await until('an import', () => engine.imports().length === 1);
    engine.update({});
    await adding;
    const { importId: _, ...asked } = engine.imports()[0] ?? { importId: '' };
    assert.deepEqual(asked, { source: 'owner/name', quantize: 'int4', endpoint: 'https://mirror.example' });
    assert.equal(await engine.pid(), pid);
  });

  test('a failed import ends with a message, and leaves the model in use', async () => {
    engine.play({ importFails: { kind: 'access', message: 'owner/name is gated.' } });
    await run(Command.addModel, JSON.stringify({ source: 'owner/name' }));
    assert.equal(engine.imports().length, 1);
    await inUse('fake');
  });

  test('a named model is switched to, in the settings and in the engine', async () => {
    engine.play({ models: [IMPORTED] });
    await run(Command.selectModel, IMPORTED.id);
    assert.equal(settings().get(Setting.model), IMPORTED.id);
    await inUse(IMPORTED.id);
    await run(Command.selectModel, 'fake');
    assert.equal(settings().get(Setting.model), '');
    await inUse('fake');
  });

  test('a model that does not load can be left for another', async () => {
    engine.play({ models: [IMPORTED], refuses: { kind: 'model', message: 'owner/name is broken.' } });
    await settings().update(Setting.model, IMPORTED.id, vscode.ConfigurationTarget.Global);
    const api = await remaskApi();
    await until('the engine has refused', () => api.engine().kind === 'failed');
    engine.update({ models: [IMPORTED] });
    await run(Command.selectModel, 'fake');
    await inUse('fake');
  });
});
