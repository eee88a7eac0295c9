/** What all ways to draft have in common: who is told of drafts, and what they may not break. */
import type { HoleDraft } from '../protocol/messages';
import { decide, type RunHooks, type Tools } from './denoise';
import type { Draft } from './draft';
import type { ProjectText } from './recall/projectText';
import type { Scene } from './scene';
import type { Settings } from './settings';

export interface DraftHooks extends RunHooks {
  /**
   * All that a draft depends on besides the model, before the first of its passes that is told. Where more than one is
   * told of, the last is the result's.
   */
  readonly onStart?: (scene: Scene, settings: Settings, project?: ProjectText) => void;
}

export interface Soundness {
  /** How many problems drafts of all holes bring into the document. */
  readonly problems: (drafts: readonly Draft[]) => Promise<number>;
  /**
   * How many of them, sound or not, are hardly what was asked for: they leave the block that the text which they replace
   * stayed in, or show nothing. Of as many problems, fewer are better.
   */
  readonly amiss: (drafts: readonly Draft[]) => number;
  /** Drafts to make, at most. */
  readonly most: number;
  /** What drafts that cannot be made sound without may start from, the likeliest first. */
  readonly skeletons?: () => AsyncIterable<Scene>;
  /** What balanced brackets require, for drafts that cannot be made sound without; see `Scene.demands`. */
  readonly demands?: Scene['demands'];
}

/** All passes over a prepared scene, told as they are made and kept. `times`: see `decide`. */
export async function draftOnce(
  tools: Tools,
  scene: Scene,
  settings: Settings,
  hooks: RunHooks,
): Promise<Awaited<ReturnType<typeof decide>> & Pick<Told, 'passes'>> {
  const passes: (readonly HoleDraft[])[] = [];
  const onPass = (pass: number, holes: readonly HoleDraft[]): void => {
    passes.push(holes);
    hooks.onPass?.(pass, holes);
  };
  return { ...(await decide(tools, scene, settings, { ...hooks, onPass })), passes };
}

export interface Told {
  readonly planned: Scene;
  readonly settings: Settings;
  readonly passes: readonly (readonly HoleDraft[])[];
}

/** A draft made before, as if it were made now. */
export function tell({ project }: Tools, { planned, settings, passes }: Told, { onStart, onPass }: DraftHooks): void {
  onStart?.(planned, settings, project);
  passes.forEach((holes, i) => onPass?.(i + 1, holes));
}
