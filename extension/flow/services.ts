/** What a session needs of the rest of the extension; made once in `main.ts`. */
import type * as vscode from 'vscode';
import type { DocumentBinding } from '../document/binding';
import type { CrashJournal } from '../document/journal';
import type { DocumentSync } from '../document/sync';
import type { EngineClient } from '../engine/client';
import type { EngineSupervisor } from '../engine/supervisor';
import type { Logger } from '../logger';
import type { Notify } from '../notify';
import type { RunLog } from '../report/runLog';
import type { Settings } from '../settings';

export interface Services {
  readonly engine: EngineSupervisor;
  readonly sync: DocumentSync;
  readonly binding: DocumentBinding;
  readonly journal: CrashJournal;
  readonly settings: (scope?: vscode.ConfigurationScope) => Settings;
  /** Has the engine know the files of a document's project, as far as that takes no longer than a run may wait. */
  readonly project: (client: EngineClient, document: vscode.TextDocument) => Promise<void>;
  /** Texts of other files that the model may see beside a document. */
  readonly related: (document: vscode.TextDocument) => Promise<readonly string[]>;
  readonly notify: Notify;
  readonly runs: RunLog;
  readonly log: Logger;
}
