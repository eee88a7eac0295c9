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
import { STILL_SETTINGS, type Settings } from '../../host/userSettings';
import { startServer, type ServerOptions } from '../../host/vscodeServer';
import { workbenchUrl } from '../../host/workbenchUrl';
import { OWN_KEYS } from './ownKeys';
import { Workbench } from './workbench';
import { createWorkspace, type WorkspaceFiles } from './workspaceCopy';

export interface WorkbenchOptions {
  /** What the workspace holds; a copy of the sample workspace when absent. */
  readonly files?: WorkspaceFiles;
  /** A .code-workspace among them, with several roots, to open instead of their folder. */
  readonly workspaceFile?: string;
  readonly settings?: Settings;
  /** Environment of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** Load the extension in development mode rather than installed: some of its test seams are open only there. */
  readonly development?: boolean;
  /** Install this package instead of linking the clone. */
  readonly vsix?: string;
  /** False starts in Restricted Mode. */
  readonly trusted?: boolean;
  /** What extensions speak; the workbench itself stays English. */
  readonly language?: string;
}

export interface OpenWorkbench {
  readonly workbench: Workbench;
  /** Where VS Code has its installed extensions. */
  readonly extensionsDirectory: string;
  /** Copies the logs of VS Code and of the extensions to test/artifacts. */
  keepLogs(name: string): void;
  close(): Promise<void>;
}

/** On top of the quiet settings: what would make the view differ from the text, or a drag move text. */
const PLAIN_VIEW: Settings = {
  ...STILL_SETTINGS,
  'editor.dragAndDrop': false,
  'editor.minimap.enabled': false,
  'editor.renderWhitespace': 'none',
  'editor.stickyScroll.enabled': false,
  'workbench.colorTheme': 'Default Dark Modern',
};

const GRACE_MS = 10_000;

// Vitest runs spec files in a child process that outlives a killed Vitest; server, browser and tests must not.
process.once('disconnect', () => {
  setTimeout(() => process.exit(1), GRACE_MS).unref();
  process.kill(process.pid, 'SIGTERM');
});

export async function openWorkbench(options: WorkbenchOptions = {}): Promise<OpenWorkbench> {
  const closing: (() => void | Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.reverse()) await step();
  };
  try {
    const workspace = createWorkspace(options.files);
    closing.push(workspace.remove);
    const server = await startServer(await installHost(console.error), serverOptions(options));
    closing.push(server.stop);
    const browser = await startBrowser(await chromiumPath(console.error));
    closing.push(browser.stop);
    const { folder } = workspace;
    const several = options.workspaceFile ? { workspaceFile: join(folder, options.workspaceFile) } : {};
    const extension = options.development ? { extensionDevelopmentPath: extensionUnderTest() } : {};
    await browser.page.goto(workbenchUrl(server.port, { folder, ...several, ...extension }), { waitUntil: 'commit' });
    const workbench = new Workbench(browser.page, workspace);
    await workbench.ready();
    const { extensionsDirectory } = server;
    return { workbench, extensionsDirectory, keepLogs: (name) => copyLogs(server.logDirectory, name), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function serverOptions({ settings, env, trusted, development, vsix, language }: WorkbenchOptions): ServerOptions {
  const installed = vsix ? { vsix } : { extension: extensionUnderTest() };
  return {
    settings: { ...PLAIN_VIEW, ...settings },
    keys: OWN_KEYS,
    env: env ?? {},
    trusted: trusted ?? true,
    ...(language ? { language } : {}),
    ...(development ? { acceptsPayload: true } : installed),
  };
}

function copyLogs(logs: string, name: string): void {
  const target = join(ARTIFACTS, `${name}-logs`);
  rmSync(target, { recursive: true, force: true });
  if (existsSync(logs)) cpSync(logs, target, { recursive: true });
}
