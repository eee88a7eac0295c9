/**
 * Opens a VS Code with the extension on a copy of the sample workspace: the desktop one where there is one, else the
 * offline host, whose address is printed and which stays until it is interrupted.
 */
import { parseArgs } from 'node:util';
import { build } from './build';
import { desktopVsCode, openDesktop } from './desktop';
import { createPlayground } from './playground';
import { serveWorkbench } from './serveWorkbench';

interface StartOptions {
  readonly port: number;
  readonly open: boolean;
}

function readOptions(): StartOptions {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '0' }, 'no-open': { type: 'boolean', default: false } },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`--port wants a number, not ${values.port}`);
  return { port, open: !values['no-open'] };
}

async function start(): Promise<void> {
  const { port, open } = readOptions();
  await build();
  const folder = createPlayground();
  const code = open ? desktopVsCode() : undefined;
  if (code) {
    openDesktop(code, folder);
  } else {
    await serveWorkbench({ folder, port, open });
  }
}

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
