import type { DraftHooks } from '../../engine/decode/drafts';
import type { Trace } from '../../engine/decode/trace';

type Recorded = Pick<Trace, 'header'> & { readonly passes: Trace['passes'][number][] };

/** Hooks of a run, and what they make of it: a trace of each draft that it tells of. */
export function recordTraces(): { readonly traces: readonly Trace[]; readonly hooks: DraftHooks } {
  const traces: Recorded[] = [];
  const about = { version: '0', model: { id: 'fake', sha256: 'f' }, documentSha256: 'd' };
  return {
    traces,
    hooks: {
      onStart: (scene, settings) =>
        void traces.push({ header: { type: 'trace', schema: 1, ...about, settings, scene }, passes: [] }),
      onPass: (pass, holes) => void traces.at(-1)?.passes.push({ type: 'pass', pass, holes }),
    },
  };
}
