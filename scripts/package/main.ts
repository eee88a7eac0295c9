/**
 * `npm run package`: one platform-specific .vsix per target in out/package, and their sizes on the screen and in
 * sizes.json beside them.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { type Package, PACKAGES, packTarget } from './packTarget';
import { hostTarget, type Target, TARGETS } from './targets';

const ROOT = join(import.meta.dirname, '../..');

function chosenTargets(choice: string | undefined): readonly Target[] {
  if (choice === 'all') return TARGETS;
  const target = choice === undefined ? hostTarget() : TARGETS.find((each) => each === choice);
  if (target) return [target];
  throw new Error(
    `ONNX Runtime has no binaries for ${process.platform}-${process.arch}: choose another --target (${TARGETS.join(', ')}, all).`,
  );
}

function build(): void {
  const { status } = spawnSync(process.execPath, ['esbuild.mjs', '--production'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed: see its message above.');
}

function report(packages: readonly Package[]): void {
  console.table(packages.map(({ target, bytes, file }) => ({ target, MB: Number((bytes / 1e6).toFixed(1)), file })));
  console.log(`In ${PACKAGES}.`);
  writeFileSync(join(ROOT, PACKAGES, 'sizes.json'), `${JSON.stringify(packages, null, 2)}\n`);
}

async function main(): Promise<void> {
  const program = new Command('npm run package --')
    .addOption(new Option('--target <platform>', 'default: this machine').choices([...TARGETS, 'all']))
    .parse();
  const targets = chosenTargets(program.opts<{ target?: string }>().target);
  build();
  const packages: Package[] = [];
  for (const target of targets) packages.push(await packTarget(ROOT, target));
  report(packages);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
