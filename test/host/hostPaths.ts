/**
 * Which VS Code the offline host is, and where it lies on this machine: one folder per set of versions in the user's
 * cache, so that clones share it and an upgrade never mixes with an older one. Nothing is installed or started here.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The npm package code-server carries the workbench and the extension host of VS Code 1.139.1. */
export const CODE_SERVER_VERSION = '4.139.1';
export const VSCODE_VERSION = '1.139.1';
/** That server needs Node 24; npm also ships Node itself as packages. */
export const SERVER_NODE_VERSION = '24.21.0';
/** Raise it when the way of installing changes: existing installs are then left alone and a new one is made. */
const INSTALL_REVISION = 1;

export interface HostPaths {
  readonly directory: string;
  readonly nodePackage: string;
  readonly node: string;
  /** The folder of VS Code's own server inside code-server. */
  readonly vscode: string;
  readonly serverMain: string;
  /** Exists when the install is complete. */
  readonly marker: string;
}

export function hostPaths(env: NodeJS.ProcessEnv = process.env): HostPaths {
  const name = `vscode-host-${CODE_SERVER_VERSION}-node${SERVER_NODE_VERSION}-${INSTALL_REVISION}`;
  const cache = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return hostPathsIn(env['REMASK_VSCODE_HOST_DIR'] || join(cache, 'remask', name));
}

export function hostPathsIn(directory: string): HostPaths {
  const nodePackage = `node-${process.platform}-${process.arch}`;
  const vscode = join(directory, 'node_modules/code-server/lib/vscode');
  return {
    directory,
    nodePackage,
    node: join(directory, 'node_modules', nodePackage, 'bin/node'),
    vscode,
    serverMain: join(vscode, 'out/server-main.js'),
    marker: join(directory, 'installed'),
  };
}
