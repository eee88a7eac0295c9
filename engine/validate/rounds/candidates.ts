/** The drafts that a round may go on with: one wound of each group filled anew, the likeliest first, none seen before. */
import type { HoleRequest, HoleResult } from '../../protocol/messages';
import type { Draft, DraftCell, Judged } from './draft';
import { type Option, optionsFor } from './options';
import { patched, type Patch } from './patch';
import { type Advisers, suggestedFor } from './suggestions';
import { type Wound, woundsOf } from './wounds';

/** Who is asked what else might stand somewhere. */
export interface Sources {
  /** Runs the model on a hole of a draft. */
  readonly fillIn: (draft: Draft, hole: HoleRequest) => Promise<HoleResult>;
  readonly advisers?: Advisers | undefined;
}

/** Drafts that a round looks at before it has the best of them judged. */
const MOST = 96;

export async function candidatesFor(judged: Judged, round: number, sources: Sources): Promise<Draft[]> {
  const { draft, problems } = judged;
  const groups: Patch[][] = [];
  for (const wounds of woundsOf(draft, problems, round)) groups.push(await patchesFor(judged, wounds, sources));
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

async function patchesFor(
  { draft, problems }: Judged,
  wounds: readonly Wound[],
  { fillIn, advisers }: Sources,
): Promise<Patch[]> {
  const ranked: RankedPatch[] = [];
  for (const wound of wounds) {
    const thought = await optionsFor((hole) => fillIn(draft, hole), wound, cellsIn(draft, wound));
    const known = advisers ? await suggestedFor(draft, wound, problems, advisers) : [];
    ranked.push(...[...known, ...thought].map((option: Option) => ({ span: wound.span, ...option })));
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
