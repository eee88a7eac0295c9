/**
 * The platforms that Remask is packaged for, and what each ships of ONNX Runtime. One list per target rather than a rule:
 * these are tens of megabytes, and a test compares them with what the runtime's package holds.
 *
 * There is no darwin-x64 and no Alpine: onnxruntime-node has no binaries for them.
 */

/** As `vsce --target` spells them; the runtime's folders say the same with a slash. */
export const TARGETS = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64', 'win32-arm64'] as const;
export type Target = (typeof TARGETS)[number];

export const RUNTIME_BINARIES = 'node_modules/onnxruntime-node/bin/napi-v6';

const LINUX = ['onnxruntime_binding.node', 'libonnxruntime.so.1'];
const WINDOWS = ['onnxruntime_binding.node', 'onnxruntime.dll'];
/**
 * DirectML for the GPU, and the shader compiler of its WebGPU back end. onnxruntime.dll imports the first with delay
 * loading and the others only by name at run time; sessions on the cpu provider, the only one we ask for, use neither.
 */
const WINDOWS_GPU = ['DirectML.dll', 'dxcompiler.dll', 'dxil.dll'];

interface RuntimeFiles {
  readonly ships: readonly string[];
  readonly leavesOut: readonly string[];
}

export const RUNTIME_FILES: Readonly<Record<Target, RuntimeFiles>> = {
  'linux-x64': { ships: LINUX, leavesOut: [] },
  'linux-arm64': { ships: LINUX, leavesOut: [] },
  // The same library twice; the binding links the short name.
  'darwin-arm64': {
    ships: ['onnxruntime_binding.node', 'libonnxruntime.1.dylib'],
    leavesOut: ['libonnxruntime.1.30.0.dylib'],
  },
  'win32-x64': { ships: WINDOWS, leavesOut: WINDOWS_GPU },
  'win32-arm64': { ships: WINDOWS, leavesOut: WINDOWS_GPU },
};

export function runtimeFolder(target: Target): string {
  return `${RUNTIME_BINARIES}/${target.replace('-', '/')}`;
}

/** Paths in the package, relative to its root. */
export function runtimePaths(target: Target): readonly string[] {
  return RUNTIME_FILES[target].ships.map((file) => `${runtimeFolder(target)}/${file}`);
}

function isTarget(name: string): name is Target {
  return (TARGETS as readonly string[]).includes(name);
}

/** The target of this machine, if it is one. */
export function hostTarget(): Target | undefined {
  const name = `${process.platform}-${process.arch}`;
  return isTarget(name) ? name : undefined;
}
