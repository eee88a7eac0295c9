/** The texts that editors have open, kept in step by their change events. Never writes anything anywhere. */
import { EngineError } from '../protocol/errors';
import type { ContentChange, DocumentItem } from '../protocol/messages';

export interface DocumentsListener {
  /** Where a document was changed last. */
  readonly onChange: (uri: string, offset: number) => void;
  readonly onClose: (uri: string) => void;
}

export class Documents {
  private readonly open = new Map<string, DocumentItem>();

  constructor(private readonly listener: DocumentsListener) {}

  opened(item: DocumentItem): void {
    this.open.set(item.uri, item);
  }

  /**
   * Changes of one event are applied in the order given. A change that does not fit means that editor and engine have
   * drifted apart: the document is forgotten, and requests for it are stale until it is opened again.
   */
  changed(uri: string, version: number, changes: readonly ContentChange[]): void {
    const item = this.open.get(uri);
    if (!item) return;
    const text = applyChanges(item.text, changes);
    if (text === undefined) {
      this.open.delete(uri);
      return;
    }
    this.open.set(uri, { ...item, version, text });
    this.listener.onChange(uri, changes.at(-1)?.span.start ?? 0);
  }

  closed(uri: string): void {
    this.open.delete(uri);
    this.listener.onClose(uri);
  }

  /** The latest text of each open document, by URI. */
  *texts(): Generator<readonly [string, string]> {
    for (const { uri, text } of this.open.values()) yield [uri, text];
  }

  /** `undefined` if the document is not open. */
  languageId(uri: string): string | undefined {
    return this.open.get(uri)?.languageId;
  }

  /** The text at exactly this version; the latest if no version is named. Throws `stale` if it is not at hand. */
  text(uri: string, version?: number): string {
    const item = this.open.get(uri);
    if (!item) throw new EngineError('stale', `${uri} is not open in the engine: open it, then ask again`);
    if (version !== undefined && item.version !== version) {
      throw new EngineError(
        'stale',
        `the document is at version ${item.version}, not ${version}: send changes and retry`,
      );
    }
    return item.text;
  }
}

/** `undefined` if a change reaches outside the text. */
function applyChanges(text: string, changes: readonly ContentChange[]): string | undefined {
  let changed = text;
  for (const { span, text: inserted } of changes) {
    if (span.start < 0 || span.start > span.end || span.end > changed.length) return undefined;
    changed = changed.slice(0, span.start) + inserted + changed.slice(span.end);
  }
  return changed;
}
