/**
 * Names to the engine the other files of a document's project, which it looks through for what they repeat: once a
 * document is warm, and again when such files or settings have changed. Comes after warming, and so never in a run's way.
 */
import * as vscode from 'vscode';
import type { ProjectParams } from '../../engine/protocol/messages';
import type { EngineClient } from '../engine/client';
import type { EngineSupervisor } from '../engine/supervisor';
import { SECTION, Setting } from '../ids';
import type { Logger } from '../logger';
import type { Settings } from '../settings';
import { findProject } from './findProject';
import { endingsOf } from './projectGlobs';
import { ProjectRecord } from './projectRecord';
import type { DocumentSync } from './sync';
import type { Warmed, Warming } from './warming';

/** Files come and go in swarms: a build, another branch, an import that is renamed everywhere. */
const QUIET_MS = 2000;
const SETTINGS = [`${SECTION}.${Setting.project}`, 'files.exclude', 'search.exclude'];

interface Parts {
  readonly engine: EngineSupervisor;
  readonly warming: Warming;
  readonly sync: DocumentSync;
  readonly settings: (scope: vscode.ConfigurationScope) => Settings;
  readonly log: Logger;
}

export class ProjectNaming implements vscode.Disposable {
  private readonly record = new ProjectRecord();
  private readonly search = new vscode.CancellationTokenSource();
  private timer: NodeJS.Timeout | undefined;
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(private readonly parts: Parts) {
    // Of the whole workspace, which VS Code watches anyway: sees what Git and other tools do, too.
    const watcher = vscode.workspace.createFileSystemWatcher('**/*');
    const changed = (uri: vscode.Uri) => this.fileChanged(uri);
    this.subscriptions = [
      ...[watcher, watcher.onDidCreate(changed), watcher.onDidChange(changed), watcher.onDidDelete(changed)],
      parts.warming.onDidWarm((warmed) => void this.name(warmed)),
      parts.sync.onDidClose((uri) => this.record.forget(uri)),
      vscode.workspace.onDidChangeConfiguration((event) => this.settingsChanged(event)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.allChanged()),
    ];
  }

  private async name({ client, document }: Warmed): Promise<void> {
    // Closed meanwhile: what is named now, nobody would ever take back.
    if (!this.parts.sync.knows(client, document)) return;
    const uri = document.uri.toString();
    const naming = { uri, endings: endingsOf(document.languageId, document.uri.path) };
    if (!this.record.begin(client, naming)) return;
    try {
      const files = this.isOff(document) ? [] : await findProject(document, naming.endings, this.search.token);
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
      this.parts.warming.later();
    }, QUIET_MS);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.record.clear();
    this.search.cancel();
    this.search.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
