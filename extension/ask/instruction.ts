/** Instructions beside a hole: which models take one, how one is written in a line, and the last one asked for. Pure. */
import type { ModelInfo } from '../../engine/protocol/messages';
import type { EngineState } from '../engine/supervisor';

/** Of the text in one line. */
const SHOWN = 40;

/**
 * Whether to offer it. No model loads before it is needed: until then the bundled one, which is used when the settings
 * name no other (`named` is empty), is known to take none, and of any other the loading will tell.
 */
export function mayTakeInstruction(engine: EngineState, named: string): boolean {
  return engine.kind === 'ready' ? takesInstruction(engine.info.model) : named !== '';
}

export function takesInstruction({ takesInstruction: takes }: Pick<ModelInfo, 'takesInstruction'>): boolean {
  return takes === true;
}

/** In one line, cut where it is long. Nothing in it is read as an icon. */
export function shownInstruction(instruction: string): string {
  const line = instruction.trim().replaceAll(/\s+/g, ' ').replaceAll('$(', '$ (');
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN - 1).trimEnd()}…`;
}

/** What a key that is bound to an instruction of its own names: `{ "instruction": "…" }`. */
export function instructionIn(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('instruction' in argument)) return undefined;
  const { instruction } = argument;
  return typeof instruction === 'string' && instruction.trim() !== '' ? instruction.trim() : undefined;
}
