/**
 * Starts everything that a browser-driven test needs (workspace, server with the extension installed, browser) and
 * ends it again, whatever happens in between.
 */
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ARTIFACTS } from '../../host/artifacts';
import { startBrowser } from '../../host/browser';
import { chromiumPath } from '../../host/chromium';
import { extensionUnderTest } from '../../host/extensionUnderTest';
import { installHost } from '../../host/installHost';
import type { Settings } from '../../host/userSettings';
import { startServer } from '../../host/vscodeServer';
import { workbenchUrl } from '../../host/workbenchUrl';
import { Workbench } from './workbench';
import { createWorkspace, type WorkspaceFiles } from './workspaceCopy';

export interface WorkbenchOptions {
  /** What the workspace holds; a copy of the sample workspace when absent. */
  readonly files?: WorkspaceFiles;
  readonly settings?: Settings;
  /** Environment of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** False starts in Restricted Mode. */
  readonly trusted?: boolean;
}

export interface OpenWorkbench {
  readonly workbench: Workbench;
  /** Copies the logs of VS Code and of the extensions to test/artifacts. */
  keepLogs(name: string): void;
  close(): Promise<void>;
}

/** On top of the quiet settings: what would make the view differ from the text. */
const PLAIN_VIEW: Settings = {
  'editor.minimap.enabled': false,
  'editor.renderWhitespace': 'none',
  'editor.stickyScroll.enabled': false,
  'workbench.colorTheme': 'Default Dark Modern',
};

export async function openWorkbench(options: WorkbenchOptions = {}): Promise<OpenWorkbench> {
  const closing: (() => void | Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.reverse()) await step();
  };
  try {
    const workspace = createWorkspace(options.files);
    closing.push(workspace.remove);
    const settings = { ...PLAIN_VIEW, ...options.settings };
    const host = await installHost(console.error);
    const server = await startServer(host, { ...options, settings, extension: extensionUnderTest() });
    closing.push(server.stop);
    const browser = await startBrowser(await chromiumPath(console.error));
    closing.push(browser.stop);
    await browser.page.goto(workbenchUrl(server.port, { folder: workspace.folder }), { waitUntil: 'commit' });
    const workbench = new Workbench(browser.page, workspace);
    await workbench.ready();
    return { workbench, keepLogs: (name) => copyLogs(server.logDirectory, name), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function copyLogs(logs: string, name: string): void {
  const target = join(ARTIFACTS, `${name}-logs`);
  rmSync(target, { recursive: true, force: true });
  if (existsSync(logs)) cpSync(logs, target, { recursive: true });
}
