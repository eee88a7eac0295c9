/** How a published model's rows see each other, where one model type covers both ways. */
import type { Attention } from '../body';
import type { PublishedFolder } from '../publishedFolder';

/** What dllm trains its block models with; their configs do not say. */
const PUBLISHED_BLOCK = 32;

/** Block-causal if a config names a block, the model is named as a block model, or the family has a `usual` block. */
export function blockSize({ config, generation, name }: PublishedFolder, usual?: number): Attention {
  const named = [config['block_size'], config['bd_size'], generation['block_size'], generation['block_length']];
  const block = named.find((value): value is number => Number.isInteger(value) && Number(value) > 0);
  const fallback = /bd3lm/i.test(`${name} ${String(config['_name_or_path'] ?? '')}`) ? PUBLISHED_BLOCK : usual;
  const found = block ?? fallback;
  return found === undefined ? { kind: 'bidirectional' } : { kind: 'block-causal', block: found };
}
