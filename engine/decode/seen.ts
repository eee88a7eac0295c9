/** What a model has within its reach when it fills a hole: the answer to "what did the model see?". */
import type { SeenContext, Span } from '../protocol/messages';
import type { Tokenizer } from '../text/tokenizer';
import type { Tools } from './denoise';
import { checkSpan } from './holes';
import { joinRelated } from './related';

/** No tokenizer packs more into a token on the whole: enough text to fill any reach. */
const CHARACTERS_PER_TOKEN = 16;

export interface SeenJob {
  readonly text: string;
  readonly span: Span;
  readonly related?: readonly string[];
}

export function seenContext({ model, tokenizer, project }: Tools, { text, span, related = [] }: SeenJob): SeenContext {
  checkSpan(text, span, 'range');
  const reach = model.contextTokens;
  const before = lastTokens(tokenizer, text.slice(0, span.start), reach);
  const room = before.text.length === span.start ? reach - before.tokens : 0;
  return {
    related: lastTokens(tokenizer, joinRelated(related), room),
    before,
    after: firstTokens(tokenizer, text.slice(span.end), reach),
    reach,
    project: { files: project?.paths ?? [], tokens: project?.tokens ?? 0 },
  };
}

function lastTokens(tokenizer: Tokenizer, text: string, most: number) {
  if (most === 0) return { text: '', tokens: 0 };
  const near = text.slice(-most * CHARACTERS_PER_TOKEN);
  const tokens = tokenizer.encode(near).slice(-most);
  return { text: near.slice(tokens[0]?.start ?? near.length), tokens: tokens.length };
}

function firstTokens(tokenizer: Tokenizer, text: string, most: number) {
  const tokens = tokenizer.encode(text.slice(0, most * CHARACTERS_PER_TOKEN)).slice(0, most);
  return { text: text.slice(0, tokens.at(-1)?.end ?? 0), tokens: tokens.length };
}
