/** The settings as one typed snapshot. Read when a run starts, never kept: a change takes effect at the next run. */
import * as vscode from 'vscode';
import type { PolicyName } from '../engine/protocol/messages';
import { SECTION, Setting } from './ids';
import type { Thresholds } from './render/heatmap';

export interface Settings {
  /** The engine chooses when undefined. */
  readonly passes: number | undefined;
  readonly policy: PolicyName;
  readonly temperature: number;
  /** A new one for each run when undefined. */
  readonly seed: number | undefined;
  /** Drafts of which a run takes the likeliest. */
  readonly bestOf: number;
  /** Whether to draft again while a draft breaks the grammar of the document's language. */
  readonly syntax: 'off' | 'redraft';
  readonly remaskStrength: number;
  /** Id or folder; empty for the bundled model. */
  readonly model: string;
  /** Base URL of a mirror of the Hugging Face hub; empty for the hub itself. */
  readonly hubEndpoint: string;
  /** 0 lets the engine choose. */
  readonly threads: number;
  readonly nodePath: string;
  readonly saveAccepts: boolean;
  readonly stageWithAutoSave: boolean;
  readonly maxFramesPerSecond: number;
  readonly ghostText: boolean;
  readonly thresholds: Thresholds;
  /** Which other files the model may see. */
  readonly related: 'off' | 'imports' | 'open';
  /** Whether other files are looked through for what they repeat, beside the model. */
  readonly project: 'off' | 'workspace';
  readonly validateAfterStaging: boolean;
  readonly validateRounds: number;
  readonly validateSeconds: number;
  /** Name of a task; empty for none. */
  readonly validateTask: string;
  /** Texts that mark a hole to fill, besides `???` and a comment that holds but an ellipsis. */
  readonly markers: readonly string[];
  /** Whether to say when a draft is ready; `auto` follows the editor's own accessibility setting. */
  readonly announce: 'auto' | 'on' | 'off';
}

/** Of a document or a folder; of none in particular with `null`, which keeps VS Code from warning that one is missing. */
export function readSettings(scope: vscode.ConfigurationScope | null = null): Settings {
  const section = vscode.workspace.getConfiguration(SECTION, scope);
  return {
    passes: section.get<number | null>(Setting.passes) ?? undefined,
    policy: read(section, Setting.policy),
    temperature: read(section, Setting.temperature),
    seed: section.get<number | null>(Setting.seed) ?? undefined,
    bestOf: read(section, Setting.bestOf),
    syntax: read(section, Setting.syntax),
    remaskStrength: read(section, Setting.remaskStrength),
    model: read(section, Setting.model),
    hubEndpoint: read(section, Setting.hubEndpoint),
    threads: read(section, Setting.threads),
    nodePath: read(section, Setting.nodePath),
    saveAccepts: read(section, Setting.saveAccepts),
    stageWithAutoSave: read(section, Setting.stageWithAutoSave),
    maxFramesPerSecond: read(section, Setting.maxFramesPerSecond),
    ghostText: read(section, Setting.ghostText),
    thresholds: readThresholds(section),
    related: read(section, Setting.related),
    project: read(section, Setting.project),
    validateAfterStaging: read(section, Setting.validateAfterStaging),
    validateRounds: read(section, Setting.validateRounds),
    validateSeconds: read(section, Setting.validateSeconds),
    validateTask: read(section, Setting.validateTask),
    markers: read(section, Setting.markers),
    announce: read(section, Setting.announce),
  };
}

/** Defaults are in the manifest, and only there. */
function read<T>(section: vscode.WorkspaceConfiguration, name: string): T {
  const value = section.get<T>(name);
  if (value === undefined) throw new Error(`package.json declares no setting ${SECTION}.${name}`);
  return value;
}

/** Settings are edited by hand: anything but three ascending numbers falls back to the default. */
function readThresholds(section: vscode.WorkspaceConfiguration): Thresholds {
  const values = read<readonly number[]>(section, Setting.confidenceThresholds);
  const fallback = section.inspect<readonly number[]>(Setting.confidenceThresholds)?.defaultValue;
  return ascending(values) ?? ascending(fallback ?? []) ?? [0, 0, 0];
}

function ascending([a, b, c]: readonly number[]): Thresholds | undefined {
  if (a === undefined || b === undefined || c === undefined) return undefined;
  return a <= b && b <= c ? [a, b, c] : undefined;
}
