/** What the status bar says, from the engine's state and the sessions'. Pure. */
import * as l10n from '@vscode/l10n';
import type { EngineState } from '../engine/supervisor';
import { isLive, isRunning, type SessionState } from '../session/state';
import { passShown } from '../session/viewing';

export interface StatusText {
  readonly text: string;
  readonly detail: string;
  readonly isProblem: boolean;
}

export interface StatusFacts {
  /** Staged text is being judged, and remasked where it is wrong. */
  readonly isValidating: boolean;
  /** The code at hand is coloured by how likely it is. */
  readonly isScored: boolean;
}

export function statusText(engine: EngineState, states: readonly SessionState[], facts: StatusFacts): StatusText {
  const detail = engineDetail(engine);
  if (engine.kind === 'failed') return { text: '$(warning) Remask', detail, isProblem: true };
  if (engine.kind === 'starting')
    return { text: `$(sync~spin) ${l10n.t('Remask: loading')}`, detail, isProblem: false };
  if (engine.kind === 'waiting')
    return { text: `$(sync~spin) ${l10n.t('Remask: restarting')}`, detail, isProblem: false };
  const isBusy = facts.isValidating || states.some(isRunning);
  return { text: `${isBusy ? '$(sync~spin)' : '$(layers)'} ${activity(states, facts)}`, detail, isProblem: false };
}

function activity(states: readonly SessionState[], { isValidating, isScored }: StatusFacts): string {
  const running = states.filter(isRunning);
  const [first] = running;
  if (first && running.length === 1) {
    if (first.kind === 'preparing') return l10n.t('Remask: preparing');
    const { draft, pass } = first;
    return draft === 1
      ? l10n.t('Remask: pass {pass}, {seconds} s', { pass, seconds: seconds(first.ms) })
      : l10n.t('Remask: draft {draft}, pass {pass}, {seconds} s', { draft, pass, seconds: seconds(first.ms) });
  }
  if (first) return l10n.t('Remask: {0} running', running.length);
  if (isValidating) return l10n.t('Remask: validating');
  const undecided = states.filter(isLive);
  const [only] = undecided;
  if (!only) return isScored ? l10n.t('Remask: confidence shown') : 'Remask';
  // Of code that validation found right as it stood, nothing was denoised.
  if (undecided.length > 1 || passShown(only) === 0) return l10n.t('Remask: {0} to review', undecided.length);
  const pass = passShown(only);
  const time = seconds(only.ms);
  return pass === 1
    ? l10n.t('Remask: 1 pass, {seconds} s', { seconds: time })
    : l10n.t('Remask: {passes} passes, {seconds} s', { passes: pass, seconds: time });
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
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
