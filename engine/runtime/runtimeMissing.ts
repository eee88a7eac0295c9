/** ONNX Runtime's native library does not load on every machine: why not here, and what helps. Pure. */
import { EngineError } from '../protocol/errors';

type Machine = Pick<NodeJS.Process, 'platform' | 'arch'>;

export function runtimeMissing(error: unknown, machine: Machine = process): EngineError {
  const { code } = error as NodeJS.ErrnoException;
  const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  return new EngineError('model', `ONNX Runtime does not load here (${reason.trim()}): ${remedyFor(code, machine)}.`);
}

function remedyFor(code: string | undefined, { platform, arch }: Machine): string {
  // Its library is linked with the C++ runtime of Microsoft, which Windows itself does not bring.
  if (code === 'ERR_DLOPEN_FAILED' && platform === 'win32')
    return `install Microsoft's Visual C++ Redistributable, https://aka.ms/vs/17/release/vc_redist.${arch}.exe, then restart the engine`;
  if (code === 'ERR_DLOPEN_FAILED' && platform === 'linux')
    return 'it needs the GNU C library, 2.28 or later, which Alpine and old distributions lack';
  return `install the package of Remask for ${platform}-${arch}, if there is one`;
}
