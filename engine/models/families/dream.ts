/**
 * Dream and what was made of it: Dream, Dream-Coder (DreamLM/Dream), DiffuCoder (apple/ml-diffucoder), DreamOn
 * (DreamLM/DreamOn). The body of Qwen2; each row predicts its successor.
 */
import type { PublishedFolder } from '../publishedFolder';
import type { Family } from './family';
import { readQwen, type QwenUse } from './qwenBody';

export const dream: Family = {
  name: 'Dream',
  accepts: ({ config }) => config['model_type'] === 'Dream',
  read: (folder) =>
    readQwen(folder, {
      generation: 2,
      attention: { kind: 'bidirectional' },
      alignment: 'shifted',
      ...dreamOn(folder),
    }),
};

const EXPAND_NAMES = ['<|expand|>', '<expand>'];
/** Where DreamOn's sources put it (eval/evaluate.py), beside a vocabulary of Qwen2's size. */
const PUBLISHED_EXPAND = 151667;

/** DreamOn expands by a token of its own, deletes by the end of text, and was trained with documents framed. */
function dreamOn({ name, config, addedTokens }: PublishedFolder): Pick<QwenUse, 'lengthTokens' | 'frame'> {
  const named = EXPAND_NAMES.flatMap((token) => addedTokens.get(token) ?? [])[0];
  const expandId = named ?? (/dreamon/i.test(name) ? PUBLISHED_EXPAND : undefined);
  if (expandId === undefined) return {};
  const [bos, eos] = [config['bos_token_id'], config['eos_token_id']].map((id) => (typeof id === 'number' ? [id] : []));
  return {
    lengthTokens: { expandId, ...(eos?.[0] !== undefined && { deleteId: eos[0] }) },
    frame: { beginIds: bos ?? [], endIds: eos ?? [] },
  };
}
