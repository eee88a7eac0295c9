/**
 * The models on this machine, as the engine runs them. A run holds its thread. A small model's takes milliseconds, and
 * asking another thread would cost a third as much again, so it shares the engine's own; a large one's takes seconds, so it
 * gets a thread.
 */
import { listModels, resolveModel } from '../models/store';
import { localModels } from './localModels';
import type { ModelHost } from './modelHost';
import { workerModels } from './workerModels';

/** The longest run, 256 rows of context, then takes some 100 ms on two cores. */
const MOST_PARAMETERS = 16e6;

export const engineModels: ModelHost = {
  list: listModels,

  async load(idOrDirectory, options) {
    const { parameters } = resolveModel(idOrDirectory).info;
    const host = parameters <= MOST_PARAMETERS ? localModels : workerModels;
    return host.load(idOrDirectory, options);
  },
};
