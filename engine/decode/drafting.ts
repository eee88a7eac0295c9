/** How a run comes to its text: by one draft, by drafting anew until one is sound, or by the likeliest of several. */
import type { RankedDraft, Syntax } from '../protocol/messages';
import { denoiseBestOf, settingsOfDrafts } from './bestOf';
import { denoise, type Denoised, type Tools } from './denoise';
import { tell, type DraftHooks, type Soundness } from './drafts';
import { denoiseSound } from './redraft';
import type { Scene } from './scene';
import type { Settings } from './settings';

export interface Drafted extends Denoised {
  /** See `RunResult.ranking`. */
  readonly ranking?: readonly RankedDraft[];
  /** See `RunResult.syntax`. */
  readonly syntax?: Syntax;
}

export type Drafting = (tools: Tools, scene: Scene, settings: Settings, hooks: DraftHooks) => Promise<Drafted>;

/** `sound` absent: nothing is checked. */
export function drafting(bestOf: number, sound: Soundness | undefined): Drafting {
  if (bestOf > 1) return likeliestOf(bestOf, sound);
  return sound ? (tools, scene, settings, hooks) => denoiseSound(tools, scene, settings, { sound, hooks }) : once;
}

const once: Drafting = (tools, scene, settings, hooks) => {
  hooks.onStart?.(scene, settings, tools.project);
  return denoise(tools, scene, settings, hooks);
};

/** What is told of it is the best draft's own run. */
function likeliestOf(count: number, sound: Soundness | undefined): Drafting {
  return async (tools, scene, settings, { turn, ...hooks }) => {
    const each = settingsOfDrafts(settings, count);
    const check = sound && { problems: sound.problems };
    const { best, passes } = await denoiseBestOf(tools, scene, each, { ...(turn && { turn }), ...check });
    const { settings: used, problems, ...run } = best;
    tell(tools, { planned: scene, settings: used, passes }, hooks);
    return { ...run, ...(sound && { syntax: { drafts: count, problems } }) };
  };
}
