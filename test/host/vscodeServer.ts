/**
 * Starts the server of the offline VS Code host on the loopback interface, with its data in a temporary folder, and
 * ends it with everything that it started. What is opened in it is the caller's business (workbenchUrl.ts).
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGuarded, type GuardedProcess } from './guardedProcess';
import type { HostPaths } from './hostPaths';
import { installLanguagePack } from './languagePack';
import { runQuietly } from './runQuietly';
import { QUIET_SETTINGS, type Keybinding, type Settings } from './userSettings';

export interface ServerOptions {
  /** Any free one when absent. */
  readonly port?: number;
  /** Folder of an unpacked extension to install; it is linked, not copied. */
  readonly extension?: string;
  /** A packaged extension to install, as a user does. */
  readonly vsix?: string;
  /** User settings on top of the quiet ones. */
  readonly settings?: Settings;
  /** The user's own keybindings. */
  readonly keys?: readonly Keybinding[];
  /** Reaches the extension host too. */
  readonly env?: Readonly<Record<string, string>>;
  /** Treat every workspace as trusted (default), or start in Restricted Mode. */
  readonly trusted?: boolean;
  /** Display language, such as `de`; the workbench itself stays English, extensions speak it. */
  readonly language?: string;
  /** A built VS Code ignores the payload that names an extension under test unless this is on. */
  readonly acceptsPayload?: boolean;
}

export interface VsCodeServer {
  readonly port: number;
  /** Where VS Code and the extensions write their logs. Gone after `stop`. */
  readonly logDirectory: string;
  /** What is installed. Gone after `stop`. */
  readonly extensionsDirectory: string;
  readonly exited: Promise<number>;
  log(): string;
  onLog(listener: (text: string) => void): void;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 120_000;
/** Of whoever runs us: they would change how the server's own Node processes start. */
const NOT_FOR_THE_SERVER = /^(NODE_OPTIONS|NODE_ENV|NODE_PATH|NODE_CHANNEL_.*|VITEST.*|VSCODE_.*|ELECTRON_.*|TEST)$/;

export async function startServer(host: HostPaths, options: ServerOptions = {}): Promise<VsCodeServer> {
  if (options.port) await expectFree(options.port);
  const data = mkdtempSync(join(tmpdir(), 'remask-vscode-'));
  prepareData(data, options);
  if (options.vsix) await installPackage(host, data, options.vsix);
  const child = startGuarded(host.node, serverArguments(host, data, options), serverEnvironment(options));
  const stop = async (): Promise<void> => {
    await child.stop();
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const port = await boundPort(child);
    const logDirectory = join(data, 'server/data/logs');
    const extensionsDirectory = join(data, 'extensions');
    return {
      port,
      logDirectory,
      extensionsDirectory,
      exited: child.exited,
      log: child.output,
      onLog: child.onOutput,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function prepareData(data: string, options: ServerOptions): void {
  const user = join(data, 'server/data/User');
  mkdirSync(user, { recursive: true });
  writeFileSync(join(user, 'settings.json'), JSON.stringify({ ...QUIET_SETTINGS, ...options.settings }, null, 2));
  if (options.keys) writeFileSync(join(user, 'keybindings.json'), JSON.stringify(options.keys, null, 2));
  if (options.language) installLanguagePack(join(data, 'server/data'), options.language);
  mkdirSync(join(data, 'extensions'));
  // VS Code takes over every folder that it finds here on its first start.
  if (options.extension) symlinkSync(options.extension, join(data, 'extensions', 'remask'), 'dir');
}

async function installPackage(host: HostPaths, data: string, vsix: string): Promise<void> {
  const args = [host.serverMain, '--install-extension', vsix, ...dataArguments(data)];
  await runQuietly(host.node, args, { env: serverEnvironment({}) });
}

function dataArguments(data: string): readonly string[] {
  return ['--server-data-dir', join(data, 'server'), '--extensions-dir', join(data, 'extensions')];
}

function serverArguments(host: HostPaths, data: string, options: ServerOptions): string[] {
  return [
    host.serverMain,
    ...['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--without-connection-token'],
    ...dataArguments(data),
    ...['--accept-server-license-terms', '--telemetry-level', 'off'],
    ...(options.trusted === false ? [] : ['--disable-workspace-trust']),
    ...(options.language ? ['--locale', options.language] : []),
    ...(options.acceptsPayload ? ['--enable-smoke-test-driver'] : []),
  ];
}

function serverEnvironment(options: ServerOptions): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_FOR_THE_SERVER.test(name));
  // Without a gallery it would ask for one over the network.
  return { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: '{}', ...options.env };
}

/** The server itself says nothing when its port is taken, and waits. */
function expectFree(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () => reject(new Error(`Port ${port} cannot be used: choose another one, or none for any.`)));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  });
}

function boundPort(child: GuardedProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void =>
      reject(new Error(`The VS Code server ${why}.\n${child.output().trim().slice(-2000)}`));
    const timer = setTimeout(() => fail('did not start in time'), START_TIMEOUT_MS);
    child.onOutput(() => {
      const bound = /Server bound to 127\.0\.0\.1:(\d+)/.exec(child.output());
      if (!bound || !child.output().includes('Extension host agent started')) return;
      clearTimeout(timer);
      resolve(Number(bound[1]));
    });
    void child.exited.then((code) => {
      clearTimeout(timer);
      fail(`ended with exit code ${code}`);
    });
  });
}
