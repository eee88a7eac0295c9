/** The drafts that a round may go on with: one wound of each group filled anew, the likeliest first, none seen before. */
import type { HoleRequest, HoleResult } from '../../protocol/messages';
import type { Draft, DraftCell, Judged } from './draft';
import { type Option, optionsFor } from './options';
import { patched, type Patch } from './patch';
import { type Wound, woundsOf } from './wounds';

/** Runs the model on a hole of a draft. */
export type FillIn = (draft: Draft, hole: HoleRequest) => Promise<HoleResult>;

/** Drafts that a round looks at before it has the best of them judged. */
const MOST = 96;

export async function candidatesFor({ draft, problems }: Judged, round: number, fillIn: FillIn): Promise<Draft[]> {
  const groups: Patch[][] = [];
  for (const wounds of woundsOf(draft, problems, round)) groups.push(await patchesFor(draft, wounds, fillIn));
  const usable = groups.filter((patches) => patches.length > 0);
  const count = Math.min(MOST, Math.max(0, ...usable.map((patches) => patches.length)));
  // The n-th candidate takes each group's n-th patch: with one cause, as is usual, its n-th best.
  return Array.from({ length: count }, (_, n) => {
    const chosen = usable.map((patches) => patches[Math.min(n, patches.length - 1)]).filter((patch) => !!patch);
    return patched(draft, apart(chosen));
  });
}

interface RankedPatch extends Patch {
  readonly score: number;
}

async function patchesFor(draft: Draft, wounds: readonly Wound[], fillIn: FillIn): Promise<Patch[]> {
  const ranked: RankedPatch[] = [];
  for (const wound of wounds) {
    const options = await optionsFor((hole) => fillIn(draft, hole), wound, cellsIn(draft, wound));
    ranked.push(...options.map((option: Option) => ({ span: wound.span, ...option })));
  }
  return ranked.sort((a, b) => b.score - a.score);
}

function cellsIn({ holes }: Draft, { span }: Wound): DraftCell[] {
  return holes.flatMap(({ cells }) => cells.filter((cell) => cell.span.start < span.end && span.start < cell.span.end));
}

/** Sorted; of those that overlap (cells that lines share), the first stays. */
export function apart(patches: readonly Patch[]): Patch[] {
  const kept: Patch[] = [];
  for (const patch of [...patches].sort((a, b) => a.span.start - b.span.start)) {
    if (patch.span.start >= (kept.at(-1)?.span.end ?? 0)) kept.push(patch);
  }
  return kept;
}
