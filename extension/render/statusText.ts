/** What the status bar says, from the engine's state and the sessions'. Pure. */
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
  if (engine.kind === 'starting') return { text: '$(sync~spin) Remask: loading', detail, isProblem: false };
  if (engine.kind === 'waiting') return { text: '$(sync~spin) Remask: restarting', detail, isProblem: false };
  return { text: `${icon(states)} Remask${suffix(states)}`, detail, isProblem: false };
}

function icon(states: readonly SessionState[]): string {
  return states.some(isRunning) ? '$(sync~spin)' : '$(layers)';
}

function suffix(states: readonly SessionState[]): string {
  const running = states.filter(isRunning);
  const [first] = running;
  if (first) return running.length === 1 ? `: pass ${first.pass}` : `: ${running.length} running`;
  const undecided = states.filter(isLive).length;
  return undecided === 0 ? '' : `: ${undecided} to review`;
}

function engineDetail(engine: EngineState): string {
  switch (engine.kind) {
    case 'stopped':
      return 'Engine not started; the first Infill starts it.';
    case 'starting':
      return 'The engine is starting.';
    case 'ready':
      return `Model ${engine.info.model.id}, engine process ${engine.info.pid}.`;
    case 'waiting':
      return `The engine stopped (${engine.reason}) and starts again.`;
    case 'failed':
      return `The engine is not running: ${engine.reason}`;
  }
}
