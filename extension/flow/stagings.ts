/** The texts that a session has put into its document, one after the other: the user's own undo may come back to one. */
import { remember } from '../session/history';
import type { Staged } from '../session/state';

export class Stagings {
  /** In order. */
  all: readonly Staged[] = [];

  add(staged: Staged): void {
    this.all = [...this.all, staged];
  }

  /** Something was decided about the text as it stands. */
  decided(staged: Staged): void {
    this.all = remember(this.all, staged);
  }
}
