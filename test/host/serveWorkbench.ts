/**
 * Serves the offline host with the extension installed, prints its address, and stays until it is interrupted.
 */
import { openInBrowser } from './desktop';
import { extensionUnderTest } from './extensionUnderTest';
import { VSCODE_VERSION } from './hostPaths';
import { installHost } from './installHost';
import { startServer } from './vscodeServer';
import { workbenchUrl } from './workbenchUrl';

export interface ServeOptions {
  readonly folder: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Whether to open the address in the user's browser as well. */
  readonly open: boolean;
}

/** Shows the README of the folder, which says what to try. */
const WELCOME = { 'workbench.startupEditor': 'readme' };

export async function serveWorkbench({ folder, port, open }: ServeOptions): Promise<void> {
  const host = await installHost(console.error);
  const server = await startServer(host, { port, extension: extensionUnderTest(), settings: WELCOME });
  const address = workbenchUrl(server.port, { folder });
  console.log(`VS Code ${VSCODE_VERSION} with Remask is ready at\n\n  ${address}\n\nPress Ctrl+C to stop.`);
  if (open) openInBrowser(address);
  const end = await Promise.race([interruption(), server.exited]);
  await server.stop();
  if (end !== 'interrupted')
    throw new Error(`The VS Code server ended with exit code ${end}.\n${server.log().slice(-2000)}`);
}

const PARENT_CHECK_MS = 500;

/** Resolves on Ctrl+C and its like, and when npm is gone: it ends the shell between us and it, but not us. */
function interruption(): Promise<'interrupted'> {
  return new Promise((resolve) => {
    const interrupt = (): void => resolve('interrupted');
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, interrupt);
    if (!process.env['npm_lifecycle_event']) return;
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && interrupt(), PARENT_CHECK_MS).unref();
  });
}
