/**
 * The environment for an npm that works in another folder. A script started by `npm run` inherits variables that tie
 * npm to the package it was started for; the user's own settings (registry, proxy, certificates) stay.
 */
const TIED_TO_THE_CALLER =
  /^npm_(package|lifecycle|command|execpath|node_execpath|config_(local_prefix|prefix|global_prefix))/i;

export function npmEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !TIED_TO_THE_CALLER.test(name)));
}
