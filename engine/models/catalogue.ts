/**
 * Published diffusion language models that fill holes natively and that an import will be able to fetch. A list for
 * people to choose from; none of these runs before it is imported.
 */
import type { ModelInfo } from '../protocol/messages';

interface PublishedModel {
  /** Repository id on the Hugging Face hub. */
  readonly id: string;
  readonly family: string;
  readonly licence: string;
  readonly parameters: number;
  readonly note: string;
}

const PUBLISHED: readonly PublishedModel[] = [
  {
    id: 'fredzzp/open-dcoder-0.5B',
    family: 'qwen2',
    licence: 'Apache-2.0',
    parameters: 0.5e9,
    note: 'code, fills holes; smallest of its kind',
  },
  {
    id: 'Shuibai12138/CDLM-0.5B',
    family: 'qwen2',
    licence: 'MIT',
    parameters: 0.5e9,
    note: 'open-dcoder trained further to doubt and correct what it sees',
  },
  {
    id: 'dllm-hub/Qwen3-0.6B-diffusion-mdlm-v0.1',
    family: 'a2d-qwen3',
    licence: 'Apache-2.0',
    parameters: 0.6e9,
    note: 'text and code, masked diffusion',
  },
  {
    id: 'Dream-org/DreamOn-v0-7B',
    family: 'Dream',
    licence: 'Apache-2.0',
    parameters: 7.6e9,
    note: 'code, finds the length of a hole by expand and delete',
  },
  {
    id: 'Dream-org/Dream-Coder-v0-Instruct-7B',
    family: 'Dream',
    licence: 'Apache-2.0',
    parameters: 7.6e9,
    note: 'code, instructions',
  },
  { id: 'GSAI-ML/LLaDA-8B-Base', family: 'llada', licence: 'MIT', parameters: 8e9, note: 'text, masked diffusion' },
];

/** Bytes per weight as published (bfloat16). */
const PUBLISHED_BYTES = 2;

export function publishedModels(): readonly ModelInfo[] {
  return PUBLISHED.map(({ id, family, licence, parameters, note }) => ({
    id,
    directory: '',
    family,
    source: 'published',
    parameters,
    bytes: parameters * PUBLISHED_BYTES,
    licence,
    description: `${note} (not on this machine)`,
  }));
}
