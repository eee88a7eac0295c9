/** The extension's engine: where it lies, what it starts with, what the user hears of its life. */
import { setTimeout as pause } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type * as Launch from './engine/launch';
import type { InitializeParams } from '../engine/protocol/messages';
import type { EngineProcessOptions } from './engine/process';
import { EngineSupervisor, type EngineState, type LaunchedEngine } from './engine/supervisor';
import { SECTION, Setting } from './ids';
import type { Logger } from './logger';
import { engineGaveUp } from './messages/engine';
import { notify } from './notify';
import { readSettings } from './settings';

/** Names another engine bundle: for trying an engine out, and for tests. */
export const ENGINE_VARIABLE = 'REMASK_ENGINE';
/** A start shorter than this needs no progress note. */
const PROGRESS_AFTER_MS = 500;

export interface EngineHost extends vscode.Disposable {
  /** Starts another process of the engine, which nobody supervises. */
  readonly launch: () => LaunchedEngine;
  readonly supervisor: EngineSupervisor;
  readonly onDidChangeState: vscode.Event<EngineState>;
}

export function createEngineHost(context: vscode.ExtensionContext, log: Logger): EngineHost {
  const changed = new vscode.EventEmitter<EngineState>();
  const launch = () => launchLazily({ modulePath: enginePath(context), nodePath: readSettings().nodePath, log });
  const supervisor = new EngineSupervisor({
    launch,
    initialize: initializeParams,
    pause: (ms) => pause(ms),
    onState: (state) => {
      log.info(`engine: ${state.kind}${'reason' in state ? ` (${state.reason})` : ''}`);
      changed.fire(state);
    },
  });
  const subscriptions = [
    changed.event((state) => announce(state, changed.event)),
    vscode.workspace.onDidChangeConfiguration((event) => settingsChanged(event, supervisor, log)),
  ];
  return {
    launch,
    supervisor,
    onDidChangeState: changed.event,
    dispose: () => {
      void supervisor.stop();
      vscode.Disposable.from(changed, ...subscriptions).dispose();
    },
  };
}

/** Loads what talks to a process with the first one: activation would spend most of its time on it. */
function launchLazily(options: EngineProcessOptions): LaunchedEngine {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { launchEngine } = require('./engine/launch') as typeof Launch;
  return launchEngine(options);
}

function enginePath(context: vscode.ExtensionContext): string {
  return process.env[ENGINE_VARIABLE] || context.asAbsolutePath('dist/engine.js');
}

function initializeParams(): InitializeParams {
  const { model, threads } = readSettings();
  return { ...(model === '' ? {} : { model }), ...(threads === 0 ? {} : { threads }) };
}

function announce(state: EngineState, changes: vscode.Event<EngineState>): void {
  // A refusal is answered where the request came from.
  if (state.kind === 'failed' && state.gaveUp) notify(engineGaveUp(state.reason));
  else if (state.kind === 'starting') void showProgress(changes);
}

/** A note in the status bar from half a second on, until the engine is no longer starting. */
async function showProgress(changes: vscode.Event<EngineState>): Promise<void> {
  const over = nextChange(changes);
  const isSlow = await Promise.race([over.then(() => false), pause(PROGRESS_AFTER_MS, true)]);
  if (!isSlow) return;
  const location = vscode.ProgressLocation.Window;
  await vscode.window.withProgress({ location, title: l10n.t('Remask: loading the model') }, () => over);
}

function nextChange(changes: vscode.Event<EngineState>): Promise<void> {
  return new Promise((resolve) => {
    const subscription = changes(() => {
      subscription.dispose();
      resolve();
    });
  });
}

/** What the engine was started with has changed: it starts again, unless nobody has needed it yet. */
function settingsChanged(event: vscode.ConfigurationChangeEvent, supervisor: EngineSupervisor, log: Logger): void {
  const names = [Setting.model, Setting.threads, Setting.nodePath].map((name) => `${SECTION}.${name}`);
  if (supervisor.state.kind === 'stopped' || !names.some((name) => event.affectsConfiguration(name))) return;
  log.info('engine settings changed');
  supervisor.restart().catch((error: unknown) => log.error(String(error)));
}
