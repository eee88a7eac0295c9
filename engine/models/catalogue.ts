/**
 * Published diffusion language models that an import can fetch. A list for people to choose from, best choice for this
 * kind of machine first; none of these runs before it is imported, and none under a non-commercial licence is ever a
 * default.
 */
import type { ModelInfo, Quantization } from '../protocol/messages';
import { fitsInMemory, memoryNeed } from './memory';

export interface PublishedModel {
  /** Repository id on the Hugging Face hub. */
  readonly id: string;
  readonly family: string;
  readonly licence: string;
  readonly parameters: number;
  /** What it is good for. */
  readonly note: string;
  /** The commit that was looked at; the main branch where none was. */
  readonly revision?: string;
  /** The licence rules commercial use out, or research use in. */
  readonly restricted?: true;
}

export const PUBLISHED: readonly PublishedModel[] = [
  {
    id: 'fredzzp/open-dcoder-0.5B',
    family: 'qwen2',
    licence: 'Apache-2.0',
    parameters: 0.5e9,
    note: 'fills holes in code; the smallest of its kind and the first to try on a CPU',
    revision: 'd0d86d5b99960c05258bb1f8265dd91564dbac67',
  },
  {
    id: 'Shuibai12138/CDLM-0.5B',
    family: 'qwen2',
    licence: 'MIT',
    parameters: 0.5e9,
    note: 'open-dcoder trained further to doubt and correct what it sees: for Remask Selection',
    revision: 'b142acd9ed0546d699cf95e2c84e3e1fdfc11b10',
  },
  {
    id: 'Shuibai12138/Open-Dcoder-0.5B-CDLM-OpenCodeInstruct',
    family: 'qwen2',
    licence: 'unstated; trained on CC-BY-4.0 data',
    parameters: 0.5e9,
    note: 'like CDLM-0.5B, better at finding the wrong tokens of a selection',
    revision: '8eb87fe2ab6850ced7606c8a678c84f1b28fd170',
  },
  {
    id: 'dllm-hub/Qwen2.5-Coder-0.5B-Instruct-diffusion-mdlm-v0.1',
    family: 'a2d-qwen2',
    licence: 'Apache-2.0',
    parameters: 0.5e9,
    note: 'code, follows instructions',
  },
  {
    id: 'dllm-hub/Qwen3-0.6B-diffusion-mdlm-v0.1',
    family: 'a2d-qwen3',
    licence: 'Apache-2.0',
    parameters: 0.6e9,
    note: 'text and code, follows instructions',
  },
  {
    id: 'Dream-org/DreamOn-v0-7B',
    family: 'Dream',
    licence: 'Apache-2.0',
    parameters: 7.6e9,
    note: 'fills holes in code and finds their length; the best published infiller, slow on a CPU',
  },
  {
    id: 'Dream-org/Dream-Coder-v0-Instruct-7B',
    family: 'Dream',
    licence: 'Apache-2.0',
    parameters: 7.6e9,
    note: 'code, follows instructions; slow on a CPU',
  },
  {
    id: 'GSAI-ML/LLaDA-8B-Base',
    family: 'llada',
    licence: 'MIT',
    parameters: 8e9,
    note: 'text; slow on a CPU',
  },
  {
    id: 'inclusionAI/LLaDA-MoE-7B-A1B-Base',
    family: 'lladamoe',
    licence: 'Apache-2.0',
    parameters: 7.4e9,
    note: 'text and code; works with a seventh of its weights at a time, so faster than its size says',
  },
  {
    id: 'Salesforce/CoDA-v0-Instruct',
    family: 'CoDA',
    licence: 'CC-BY-NC-4.0',
    parameters: 1.7e9,
    note: 'code, follows instructions; not for commercial use',
    restricted: true,
  },
  {
    id: 'apple/DiffuCoder-7B-cpGRPO',
    family: 'Dream',
    licence: 'Apple AMLR',
    parameters: 7.6e9,
    note: 'code, follows instructions; for research only',
    restricted: true,
  },
];

/** What an import does when nothing else is asked for. */
export const DEFAULT_QUANTIZATION: Quantization = 'int8';

/** Bytes per weight as published (bfloat16). */
const PUBLISHED_BYTES = 2;

export function findPublished(id: string): PublishedModel | undefined {
  return PUBLISHED.find((model) => model.id.toLowerCase() === id.toLowerCase());
}

export function publishedModels(): readonly ModelInfo[] {
  return PUBLISHED.map(({ id, family, licence, parameters, note, revision }) => {
    const memoryBytes = memoryNeed(parameters, DEFAULT_QUANTIZATION);
    return {
      id,
      directory: '',
      family,
      source: 'published',
      parameters,
      bytes: parameters * PUBLISHED_BYTES,
      memoryBytes,
      fits: fitsInMemory(memoryBytes),
      licence,
      description: note,
      ...(revision !== undefined && { revision }),
    };
  });
}

/** The largest unrestricted published model that a machine of this memory can run; `undefined` if none. */
export function largestThatFits(machine: number): PublishedModel | undefined {
  const fitting = PUBLISHED.filter(({ parameters, restricted }) => {
    return !restricted && fitsInMemory(memoryNeed(parameters, DEFAULT_QUANTIZATION), machine);
  });
  return fitting.reduce<PublishedModel | undefined>(
    (best, model) => (best && best.parameters >= model.parameters ? best : model),
    undefined,
  );
}
