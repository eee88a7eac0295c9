/**
 * The text that a session has staged, where one validation shows its drafts: as long as nobody else changes it or decides
 * about it.
 */
import type { Draft } from '../../engine/validate/rounds/draft';
import type { SessionShell } from '../flow/sessionShell';
import { type Basis, restage } from './restage';
import { saveForTask } from './saveForTask';

export class StagedText {
  private written = false;
  /** As it was after our last edit. */
  private basis: Basis;
  /** The text that a draft became when it was saved. */
  private saved: { readonly draft: string; readonly text: string } | undefined;

  constructor(private readonly session: SessionShell) {
    this.basis = { version: session.document.version, state: session.state };
  }

  /** Whether the document shows the draft, be it as it was formatted on saving. */
  shows(draft: Draft): boolean {
    const text = this.session.document.getText();
    return text === draft.text || (this.saved?.draft === draft.text && this.saved.text === text);
  }

  /** Has the draft in the document. False if somebody else has the word there now. */
  async show(draft: Draft): Promise<boolean> {
    if (this.shows(draft)) return true;
    const next = await restage(this.session, draft, { basis: this.basis, joinPrevious: this.written });
    if (!next) return false;
    this.basis = next;
    this.written = true;
    return true;
  }

  /** Saves the document, which shows the draft, for a test task to read it. */
  async save({ text }: Draft): Promise<void> {
    const { document } = this.session;
    this.basis = await saveForTask(this.session, this.basis);
    if (document.version === this.basis.version) this.saved = { draft: text, text: document.getText() };
  }
}
