/**
 * How an instruct model was shown conversations, as texts around an instruction and an answer: what its chat template
 * makes of one turn of each. Written into `remask.json` at import; no template is looked at afterwards.
 */
import { z } from 'zod';

const text = z.string().max(16_384);

export const chatSchema = z.object({
  /** Before the instruction; may name control tokens, as all three. */
  before: text,
  /** Between the instruction and the answer. */
  between: text,
  /** Behind the answer. */
  after: text,
});

export type Chat = Readonly<z.infer<typeof chatSchema>>;
