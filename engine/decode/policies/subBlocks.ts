/**
 * Semi-autoregressive decoding inside a canvas: runs of `size` cells are decided left to right. Source: LLaDA (Nie et
 * al. 2025), generate.py, `block_length`.
 */
import type { View } from './policy';

/** The view of the first run of `size` cells that still has an open one, with its share of the passes. */
export function firstSubBlock(view: View, size: number): View {
  const runOf = (cell: { readonly index: number }): number => Math.floor(cell.index / size);
  const runs = [...new Set(view.open.map(runOf))];
  const [first] = runs;
  if (first === undefined || runs.length === 1) return view;
  const share = Math.floor(view.passes / Math.max(1, Math.ceil(view.length / size)));
  return {
    ...view,
    open: view.open.filter((cell) => runOf(cell) === first),
    passesLeft: Math.max(1, view.passesLeft - share * (runs.length - 1)),
  };
}
