/**
 * DreamOn's loop: one cell a pass, the one of lowest entropy. A cell that would be deleted takes all open cells behind it
 * with it. Source: DreamOn (Wu et al. 2025), DreamLM/DreamOn eval/generator.py with `delete_eos_token` and
 * `pad_eos_to_right`, as its scripts run it.
 */
import { withToken, type Policy } from './policy';

/** Enough for every cell and all that EXPAND may add: each of those takes a pass to make and one to fill. */
const passes = (opened: number): number => opened + 2 * Math.max(8, opened);

export const dreamOnPolicy: Policy = {
  passes,
  whole: 'drawn',
  deletes: 'as-chosen',
  begin:
    () =>
    ({ open, deleteId }) => {
      const [surest] = [...open].sort((a, b) => a.entropy - b.entropy || a.index - b.index);
      if (!surest) return { commit: [] };
      if (deleteId === undefined || surest.id !== deleteId) return { commit: [surest] };
      return { commit: open.filter(({ index }) => index >= surest.index).map((cell) => withToken(cell, deleteId)) };
    },
};
