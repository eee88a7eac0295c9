/** What the status bar says, from the engine's state and the sessions'. Pure. */
import * as l10n from '@vscode/l10n';
import type { EngineState } from '../engine/supervisor';
import { isLive, isRunning, type SessionState } from '../session/state';

export interface StatusText {
  readonly text: string;
  readonly detail: string;
  readonly isProblem: boolean;
}

export function statusText(engine: EngineState, states: readonly SessionState[]): StatusText {
  const detail = engineDetail(engine);
  if (engine.kind === 'failed') return { text: '$(warning) Remask', detail, isProblem: true };
  if (engine.kind === 'starting')
    return { text: `$(sync~spin) ${l10n.t('Remask: loading')}`, detail, isProblem: false };
  if (engine.kind === 'waiting')
    return { text: `$(sync~spin) ${l10n.t('Remask: restarting')}`, detail, isProblem: false };
  return { text: `${icon(states)} ${activity(states)}`, detail, isProblem: false };
}

function icon(states: readonly SessionState[]): string {
  return states.some(isRunning) ? '$(sync~spin)' : '$(layers)';
}

function activity(states: readonly SessionState[]): string {
  const running = states.filter(isRunning);
  const [first] = running;
  if (first && running.length === 1) return l10n.t('Remask: pass {0}', first.pass);
  if (first) return l10n.t('Remask: {0} running', running.length);
  const undecided = states.filter(isLive).length;
  return undecided === 0 ? 'Remask' : l10n.t('Remask: {0} to review', undecided);
}

function engineDetail(engine: EngineState): string {
  switch (engine.kind) {
    case 'stopped':
      return l10n.t('Engine not started; the first Infill starts it.');
    case 'starting':
      return l10n.t('The engine is starting.');
    case 'ready':
      return l10n.t('Model {0}, engine process {1}.', engine.info.model.id, engine.info.pid);
    case 'waiting':
      return l10n.t('The engine stopped ({0}) and starts again.', engine.reason);
    case 'failed':
      return l10n.t('The engine is not running: {0}', engine.reason);
  }
}
