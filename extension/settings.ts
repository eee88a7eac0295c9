/** The settings as one typed snapshot. Read when a run starts, never kept: a change takes effect at the next run. */
import * as vscode from 'vscode';
import type { PolicyName } from '../engine/protocol/messages';
import { SECTION, Setting } from './ids';
import type { Thresholds } from './render/heatmap';

export interface Settings {
  readonly passes: number;
  readonly policy: PolicyName;
  readonly temperature: number;
  /** A new one for each run when undefined. */
  readonly seed: number | undefined;
  readonly remaskStrength: number;
  /** Id or folder; empty for the bundled model. */
  readonly model: string;
  /** 0 lets the engine choose. */
  readonly threads: number;
  readonly nodePath: string;
  readonly saveAccepts: boolean;
  readonly stageWithAutoSave: boolean;
  readonly maxFramesPerSecond: number;
  readonly ghostText: boolean;
  readonly thresholds: Thresholds;
}

export function readSettings(scope?: vscode.ConfigurationScope): Settings {
  const section = vscode.workspace.getConfiguration(SECTION, scope);
  return {
    passes: section.get(Setting.passes, 16),
    policy: section.get<PolicyName>(Setting.policy, 'confidence'),
    temperature: section.get(Setting.temperature, 0),
    seed: section.get<number | null>(Setting.seed, null) ?? undefined,
    remaskStrength: section.get(Setting.remaskStrength, 1),
    model: section.get(Setting.model, ''),
    threads: section.get(Setting.threads, 0),
    nodePath: section.get(Setting.nodePath, ''),
    saveAccepts: section.get(Setting.saveAccepts, true),
    stageWithAutoSave: section.get(Setting.stageWithAutoSave, false),
    maxFramesPerSecond: section.get(Setting.maxFramesPerSecond, 8),
    ghostText: section.get(Setting.ghostText, true),
    thresholds: thresholdsOf(section.get<readonly number[]>(Setting.confidenceThresholds, [])),
  };
}

const DEFAULT_THRESHOLDS: Thresholds = [0.3, 0.6, 0.9];

/** Settings are edited by hand: anything but three ascending numbers falls back to the default. */
function thresholdsOf(values: readonly number[]): Thresholds {
  const [a, b, c] = values;
  if (a === undefined || b === undefined || c === undefined || !(a <= b && b <= c)) return DEFAULT_THRESHOLDS;
  return [a, b, c];
}
