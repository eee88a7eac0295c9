/**
 * Names to the engine the other files of a document's project, which it looks through for what they repeat: once a
 * document is warm, or before its first run, and again when such files or settings have changed.
 */
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ProjectParams } from '../../engine/protocol/messages';
import type { EngineClient } from '../engine/client';
import type { EngineSupervisor } from '../engine/supervisor';
import { SECTION, Setting } from '../ids';
import type { Logger } from '../logger';
import type { Settings } from '../settings';
import { findProject } from './findProject';
import { endingsOf } from './projectGlobs';
import { ProjectRecord, type Naming } from './projectRecord';
import type { DocumentSync } from './sync';

/** Files come and go in swarms: a build, another branch, an import that is renamed everywhere. */
const QUIET_MS = 2000;
/** A large project takes longer to read: then a run goes by the files nearest to it. */
const PATIENCE_MS = 1000;
const SETTINGS = [`${SECTION}.${Setting.project}`, 'files.exclude', 'search.exclude'];

interface Parts {
  readonly engine: EngineSupervisor;
  readonly sync: DocumentSync;
  readonly settings: (scope: vscode.ConfigurationScope) => Settings;
  readonly log: Logger;
}

export class ProjectNaming implements vscode.Disposable {
  private readonly record = new ProjectRecord();
  /** Until they are done, by the document's URI. */
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly settled = new vscode.EventEmitter<void>();
  /** What was named no longer holds: documents are to be named anew when they are next worked on. */
  readonly onDidSettle = this.settled.event;
  private readonly search = new vscode.CancellationTokenSource();
  private timer: NodeJS.Timeout | undefined;
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(private readonly parts: Parts) {
    // Of the whole workspace, which VS Code watches anyway: sees what Git and other tools do, too.
    const watcher = vscode.workspace.createFileSystemWatcher('**/*');
    const changed = (uri: vscode.Uri) => this.fileChanged(uri);
    this.subscriptions = [
      ...[watcher, watcher.onDidCreate(changed), watcher.onDidChange(changed), watcher.onDidDelete(changed)],
      parts.sync.onDidClose((uri) => this.record.forget(uri)),
      vscode.workspace.onDidChangeConfiguration((event) => this.settingsChanged(event)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.allChanged()),
    ];
  }

  /**
   * Names the files of a document that this engine has, unless what it was told holds. Resolves when they are read, or as far
   * as they can be; never rejects.
   */
  async name(client: EngineClient, document: vscode.TextDocument): Promise<void> {
    const uri = document.uri.toString();
    const naming = { uri, endings: endingsOf(document.languageId, document.uri.path) };
    // Closed meanwhile: what is named now, nobody would ever take back.
    if (this.parts.sync.knows(client, document) && this.record.begin(client, naming)) {
      const done = this.find(client, document, naming);
      this.underWay.set(uri, done);
      await done;
      if (this.underWay.get(uri) === done) this.underWay.delete(uri);
    }
    await this.underWay.get(uri);
  }

  /** Before a run: waits a while for files to be read, if the engine has none of the document's project yet. */
  async nameInTime(client: EngineClient, document: vscode.TextDocument): Promise<void> {
    const uri = document.uri.toString();
    if (this.record.hasTold(client, uri) && !this.underWay.has(uri)) return;
    await Promise.race([this.name(client, document), pause(PATIENCE_MS)]);
  }

  private async find(client: EngineClient, document: vscode.TextDocument, naming: Naming): Promise<void> {
    const { uri, endings } = naming;
    try {
      const files = this.isOff(document) ? [] : await findProject(document, endings, this.search.token);
      if (this.record.finish(naming, files.length)) await this.tell(client, { uri, files });
    } catch (error) {
      this.failed(error);
    }
  }

  private async tell(client: EngineClient, params: ProjectParams): Promise<void> {
    const { files, tokens } = await client.project(params);
    this.parts.log.info(`project: ${params.files.length} files named, ${files} read (${tokens} tokens)`);
  }

  /** The engine is not to know a project any longer than it may. */
  private takeBack(document: vscode.TextDocument): void {
    const client = this.parts.engine.readyNow();
    const uri = document.uri.toString();
    if (!this.record.forget(uri) || !client) return;
    this.tell(client, { uri, files: [] }).catch((error: unknown) => this.failed(error));
  }

  /** Not worth a word to the user: edits go by the document alone. */
  private failed(error: unknown): void {
    this.parts.log.warn(`project: ${error instanceof Error ? error.message : String(error)}`);
  }

  private isOff(document: vscode.TextDocument): boolean {
    return this.parts.settings(document).project === 'off';
  }

  private fileChanged(uri: vscode.Uri): void {
    if (this.record.changed(uri.toString(), vscode.workspace.asRelativePath(uri, false))) this.later();
  }

  private settingsChanged(event: vscode.ConfigurationChangeEvent): void {
    if (!SETTINGS.some((name) => event.affectsConfiguration(name))) return;
    vscode.workspace.textDocuments.filter((each) => this.isOff(each)).forEach((each) => this.takeBack(each));
    this.allChanged();
  }

  private allChanged(): void {
    this.record.changedAll();
    this.later();
  }

  /** The document at hand is named again after a pause without changes; others when they are next worked on. */
  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.record.settle();
      this.settled.fire();
    }, QUIET_MS);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.record.clear();
    this.search.cancel();
    this.search.dispose();
    this.settled.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
