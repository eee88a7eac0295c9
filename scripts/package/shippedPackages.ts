/** Which npm packages a .vsix holds code of: those that are bundled into dist/, and those that ship as they are. */
import { build, type BuildOptions } from 'esbuild';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundles } from '../bundles.mjs';

/** From the first such folder on: a package may hold another. */
const PACKAGE = /(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//;

/** Folders relative to the root, sorted. */
export async function shippedPackages(root: string): Promise<readonly string[]> {
  const bundled = await Promise.all(bundles({ isProduction: true }).map((options) => bundledBy(root, options)));
  return [...new Set([...bundled.flat(), ...shippedWhole(root)])].sort();
}

async function bundledBy(root: string, options: BuildOptions): Promise<readonly string[]> {
  const { metafile } = await build({ ...options, absWorkingDir: root, write: false, metafile: true });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return inputs.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? (packageOf(path) ?? []) : []));
}

function shippedWhole(root: string): readonly string[] {
  const rules = readFileSync(join(root, '.vscodeignore'), 'utf8').split('\n');
  return rules.flatMap((rule) => (rule.startsWith('!') ? (packageOf(rule.slice(1)) ?? []) : []));
}

function packageOf(path: string): string | undefined {
  return PACKAGE.exec(path)?.[1];
}
