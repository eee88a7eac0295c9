/**
 * The environment that the engine process starts with: the editor's own, without what would turn a plain Node process
 * into something else (debug flags, Electron and VS Code internals).
 */
type Environment = Readonly<Record<string, string | undefined>>;

const INHERITED_FROM_HOST = /^(VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_INSPECT|NODE_CHANNEL_|NODE_V8_COVERAGE$)/;

export function engineEnvironment(host: Environment): Record<string, string> {
  const kept = Object.entries(host).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !INHERITED_FROM_HOST.test(entry[0]),
  );
  // Inside Electron this is what makes `fork` run plain Node.
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1' };
}
