/** Refuses a model that this machine cannot hold, and names one that it can. */
import { EngineError } from '../protocol/errors';
import type { ModelInfo, Quantization } from '../protocol/messages';
import { fitsInMemory, gigabytes, machineMemory, memoryNeed } from './memory';

/** Throws EngineError `model`; `others` are what could be used instead. */
export function requireMemory(model: ModelInfo, others: readonly ModelInfo[], machine = machineMemory()): void {
  if (fitsInMemory(model.memoryBytes, machine)) return;
  const need = `${model.id} takes about ${gigabytes(model.memoryBytes)} of memory and this machine has ${gigabytes(machine)}`;
  throw new EngineError('model', `${need}. ${remedy(model, others, machine)}`);
}

function remedy(model: ModelInfo, others: readonly ModelInfo[], machine: number): string {
  const smaller = (['int8', 'int4'] as const satisfies readonly Quantization[]).find((quantization) => {
    const bytes = memoryNeed(model.parameters, quantization);
    return bytes < model.memoryBytes && fitsInMemory(bytes, machine);
  });
  if (model.source === 'imported' && smaller) {
    return `In ${smaller} it would fit: import it again with --quantize ${smaller}.`;
  }
  const largest = others
    .filter(({ memoryBytes }) => fitsInMemory(memoryBytes, machine))
    .reduce<ModelInfo | undefined>((best, other) => (best && best.parameters >= other.parameters ? best : other), undefined);
  return largest ? `${largest.id} would fit.` : 'No known model would fit.';
}
