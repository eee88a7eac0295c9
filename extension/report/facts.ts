/** Gathers what a bug report says, without paths: settings that may hold one are named only as being set. */
import { cpus, totalmem } from 'node:os';
import * as vscode from 'vscode';
import type { EngineState } from '../engine/supervisor';
import { SECTION, Setting } from '../ids';
import type { Place } from '../place';
import type { ReportFacts } from './report';
import type { RunLog } from './runLog';

export interface FactSources {
  readonly version: string;
  readonly engine: EngineState;
  readonly place: Place;
  readonly runs: RunLog;
}

export function gatherFacts({ version, engine, place, runs }: FactSources): ReportFacts {
  const remote = vscode.env.remoteName ?? 'unknown';
  return {
    remask: version,
    vscode: `${vscode.version} (${vscode.env.appName}, ${vscode.env.uiKind === vscode.UIKind.Web ? 'browser' : 'desktop'})`,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    processor: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`,
    memoryGiB: totalmem() / 2 ** 30,
    place: place.kind === 'local' ? 'on this machine' : `on the remote (${remote})`,
    trusted: vscode.workspace.isTrusted,
    engine: engineOf(engine),
    model: modelOf(engine),
    settings: changedSettings(),
    runs: runs.last,
    failure: runs.lastFailure,
  };
}

function engineOf(engine: EngineState): string {
  if (engine.kind === 'ready') return `ready, version ${engine.info.version}`;
  return 'reason' in engine ? `${engine.kind} (${engine.reason})` : engine.kind;
}

function modelOf(engine: EngineState): string {
  if (engine.kind !== 'ready') return 'not loaded';
  const { id, family, source, parameters } = engine.info.model;
  return `${id.split(/[/\\]/).slice(-2).join('/')} (${source}, ${family}, ${(parameters / 1e6).toFixed(1)} M parameters)`;
}

function changedSettings(): Readonly<Record<string, unknown>> {
  const section = vscode.workspace.getConfiguration(SECTION);
  const changed = Object.values(Setting).flatMap((name) => {
    const value: unknown = section.get(name);
    if (JSON.stringify(value) === JSON.stringify(section.inspect(name)?.defaultValue)) return [];
    return [[`${SECTION}.${name}`, shown(value)] as const];
  });
  return Object.fromEntries(changed);
}

/** A word of a fixed choice is shown; any other string might be a path, a command or a piece of code. */
function shown(value: unknown): unknown {
  const tells = typeof value === 'string' ? /^[a-z-]*$/i.test(value) : typeof value !== 'object' || value === null;
  const isNumbers = Array.isArray(value) && value.every((each) => typeof each === 'number');
  return tells || isNumbers ? value : '(set)';
}
