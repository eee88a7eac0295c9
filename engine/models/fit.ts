/** Refuses models that this machine cannot hold, and says which it could. */
import { EngineError } from '../protocol/errors';
import type { ModelInfo, Quantization } from '../protocol/messages';
import { DEFAULT_QUANTIZATION, largestThatFits } from './catalogue';
import { fitsInMemory, gigabytes, machineMemory, memoryNeed } from './memory';

/** Ways to keep weights in less memory, the most exact first. */
const SMALLER: Readonly<Record<Quantization, readonly Quantization[]>> = {
  none: ['int8', 'int4'],
  int8: ['int4'],
  int4: [],
};

export interface Candidate {
  readonly id: string;
  readonly parameters: number;
  readonly quantization: Quantization;
}

/** For a model that is to be imported. Throws EngineError `model` if running it takes more memory than the machine has. */
export function requireMemory({ id, parameters, quantization }: Candidate, machine = machineMemory()): void {
  const memoryBytes = memoryNeed(parameters, quantization);
  if (fitsInMemory(memoryBytes, machine)) return;
  const smaller = SMALLER[quantization].find((each) => fitsInMemory(memoryNeed(parameters, each), machine));
  const way = smaller && `Import it as ${smaller}: that takes about ${gigabytes(memoryNeed(parameters, smaller))}.`;
  throw tooLarge({ id, memoryBytes }, machine, way ?? otherModel(machine));
}

/**
 * For a model that is to be loaded: one that was imported may fit with smaller weights. Throws as `requireMemory` does.
 */
export function requireFit(
  model: Pick<ModelInfo, 'id' | 'memoryBytes' | 'parameters' | 'source'>,
  machine = machineMemory(),
): void {
  if (fitsInMemory(model.memoryBytes, machine)) return;
  const smaller = SMALLER.none.find((quantization) => {
    const bytes = memoryNeed(model.parameters, quantization);
    return bytes < model.memoryBytes && fitsInMemory(bytes, machine);
  });
  const again = model.source === 'imported' && smaller;
  throw tooLarge(model, machine, again ? `Import it again with --quantize ${smaller}.` : otherModel(machine));
}

function tooLarge(
  { id, memoryBytes }: Pick<ModelInfo, 'id' | 'memoryBytes'>,
  machine: number,
  way: string,
): EngineError {
  const need = `${id} needs about ${gigabytes(memoryBytes)} of memory, this machine has ${gigabytes(machine)}.`;
  return new EngineError('model', `${need} ${way}`);
}

function otherModel(machine: number): string {
  const other = largestThatFits(machine);
  if (!other) return 'Stay with the bundled model.';
  return `${other.id} would fit (about ${gigabytes(memoryNeed(other.parameters, DEFAULT_QUANTIZATION))}).`;
}
