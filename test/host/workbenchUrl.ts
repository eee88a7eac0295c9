/**
 * The address of a workbench served by the offline host: which folder it opens and, for tests, which extension it loads
 * in development and which suite it runs.
 */
export interface WorkbenchTarget {
  /** Absolute path of the folder to open. */
  readonly folder: string;
  /** Absolute path of a .code-workspace to open instead. */
  readonly workspaceFile?: string;
  /** Absolute path of an extension to load in development. Needs a server that accepts the payload. */
  readonly extensionDevelopmentPath?: string;
  /** Absolute path of a module that exports `run()`, to execute in the extension host. */
  readonly extensionTestsPath?: string;
}

export function workbenchUrl(port: number, target: WorkbenchTarget): string {
  // Slashes may stay as they are, which keeps the address readable.
  const opened = encodeURIComponent(target.workspaceFile ?? target.folder).replaceAll('%2F', '/');
  const kind = target.workspaceFile ? 'workspace' : 'folder';
  const payload = workbenchPayload(port, target);
  const encoded = payload.length > 0 ? `&payload=${encodeURIComponent(JSON.stringify(payload))}` : '';
  return `http://127.0.0.1:${port}/?${kind}=${opened}${encoded}`;
}

function workbenchPayload(port: number, target: WorkbenchTarget): (readonly [string, string])[] {
  const remote = (path: string): string => `vscode-remote://127.0.0.1:${port}${path}`;
  const { extensionDevelopmentPath: extension, extensionTestsPath: tests } = target;
  return [
    ...(extension ? [['extensionDevelopmentPath', remote(extension)] as const] : []),
    ...(tests ? [['extensionTestsPath', remote(tests)] as const] : []),
    ...(extension || tests ? [['skipWelcome', 'true'] as const] : []),
  ];
}
