/** The extension under test, and sessions as its API shows them. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SessionSnapshot } from '../../../extension/api';
import { Command, type CommandId } from '../../../extension/ids';
import type { InnerApi } from '../../../extension/innerApi';
import type { Frame } from '../../../extension/render/frame';
import { until } from './until';

export async function remaskApi(): Promise<InnerApi> {
  const extension = vscode.extensions.getExtension<InnerApi>('remask.remask');
  assert.ok(extension, 'remask.remask is not installed in this host');
  return extension.activate();
}

export function run(command: CommandId, ...args: readonly unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(command, ...args);
}

/** The one session of a document, or `undefined`. */
export async function sessionOf(document: vscode.TextDocument): Promise<SessionSnapshot | undefined> {
  const found = (await remaskApi()).sessions().filter((session) => session.uri === document.uri.toString());
  assert.ok(found.length <= 1, 'more than one session');
  return found[0];
}

export function inState(document: vscode.TextDocument, state: SessionSnapshot['state']): Promise<SessionSnapshot> {
  return until(`session of ${document.uri.path} is ${state}`, async () => {
    const session = await sessionOf(document);
    return session?.state === state ? session : undefined;
  });
}

export function atPass(document: vscode.TextDocument, pass: number): Promise<SessionSnapshot> {
  return until(`session of ${document.uri.path} at pass ${pass}`, async () => {
    const session = await sessionOf(document);
    return session?.state === 'denoising' && session.pass === pass ? session : undefined;
  });
}

export function noSession(document: vscode.TextDocument): Promise<boolean> {
  return until(`no session of ${document.uri.path}`, async () => (await sessionOf(document)) === undefined);
}

/** The first frame drawn for the document that passes the test. */
export function frameOf(document: vscode.TextDocument, test: (frame: Frame) => boolean): Promise<Frame> {
  return until('a frame', async () => {
    const frame = (await remaskApi()).frame(document);
    return test(frame) ? frame : undefined;
  });
}

/** Cancels and drops whatever a test has left behind. */
export async function dropSessions(): Promise<void> {
  const api = await remaskApi();
  for (const { id, state } of api.sessions()) await run(state === 'staged' ? Command.accept : Command.cancel, id);
  for (const { id } of api.sessions()) await run(Command.accept, id);
  await until('no sessions', () => api.sessions().length === 0);
}
