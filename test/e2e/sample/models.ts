/**
 * A published model from a hub on the loopback interface, brought by keyboard, used, and removed: the real engine, the
 * real conversion, a tiny model under the name of a known one.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { publishedFiles } from '../../support/publishedFolder';
import { hub, store, workbench } from './sampleWorkbench';

const ID = 'fredzzp/open-dcoder-0.5B';
const COMMIT = 'd0d86d5b99960c05258bb1f8265dd91564dbac67';

describe('adding a model', () => {
  beforeAll(async () => {
    hub.repositories.set(ID, { commit: COMMIT, files: publishedFiles() });
    await workbench().openFile('src/cart.ts');
  });

  const notes = () => expect.poll(async () => (await workbench().notifications.texts()).join('\n'));

  /** Chooses the model in the list and 8 bits, as Enter does. */
  async function add(): Promise<void> {
    const w = workbench();
    await w.command('Remask: Add Model…');
    await w.quick.pick('open-dcoder', ID);
    await w.quick.pick('', '8 bits');
  }

  test('by keyboard: a gated model asks for the token and goes on with it', async () => {
    const w = workbench();
    hub.faults.refuse = { status: 401, code: 'GatedRepo' };
    await add();
    await notes().toContain('is gated');
    await w.screenshot('model-needs-token');
    delete hub.faults.refuse;
    hub.faults.hold = { after: 20_000, until: new Promise(() => undefined) };
    await w.notifications.clickButton('Set Token');
    await w.quick.answer('hf_secret');
    await notes().toMatch(/downloading, \d+/);
    expect(hub.requests.at(-1)?.authorization).toBe('Bearer hf_secret');
    await w.screenshot('model-downloading');
  });

  test('cancelled, it keeps what has come and goes on from there', async () => {
    const w = workbench();
    await w.notifications.clickButton('Cancel');
    await notes().toContain('What was downloaded is kept');
    expect(readdirSync(join(store, '.downloads', `fredzzp--open-dcoder-0.5B@${COMMIT}`))).toContain(
      'model.safetensors.partial',
    );
    delete hub.faults.hold;
    await w.notifications.clickButton('Go On');
    await notes().toContain(`${ID} is here`);
    expect(hub.requests.at(-1)?.range).toMatch(/^bytes=\d+-$/);
    expect(existsSync(join(store, 'fredzzp--open-dcoder-0.5B/remask.json'))).toBe(true);
  });

  test('used and removed in Select Model', async () => {
    const w = workbench();
    await w.notifications.clickButton('Use It');
    await w.quick.openPick('Remask: Select Model', ID);
    await expect
      .poll(() => w.quick.offers())
      .toContainEqual(expect.stringMatching(/open-dcoder.*imported · .* of memory/s));
    await w.screenshot('model-select');
    await w.quick.clickRowButton(ID, 'Remove from this machine');
    await w.clickDialogButton('Remove');
    await notes().toContain('was removed');
    expect(readdirSync(store).filter((name) => name.startsWith('fredzzp'))).toEqual([]);
  });
});
