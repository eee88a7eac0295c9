import type { BuildOptions } from 'esbuild';

export function bundles(options: { readonly isProduction: boolean }): readonly BuildOptions[];
