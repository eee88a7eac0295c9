/**
 * An instruction to a model that takes them: it stands in the user's turn, the document around the hole in the model's
 * own, so that the model completes an answer which it has begun and whose end it sees.
 */
import { EngineError } from '../protocol/errors';
import type { CanvasModel, Frame } from './canvasModel';
import type { Tools } from './denoise';

/** Tokens of an instruction; each of them is part of every full pass. */
const LONGEST = 512;

/** Throws an `input` error if the model takes no instructions, or not one as long. */
export function frameOf({ model, tokenizer }: Tools, instruction: string): Frame {
  const chat = chatOf(model);
  const ids = tokenizer.ids(instruction);
  if (ids.length > LONGEST) {
    throw new EngineError('input', `the instruction has ${ids.length} tokens, ${LONGEST} are the most: shorten it`);
  }
  return {
    begin: [...tokenizer.markedIds(chat.before), ...ids, ...tokenizer.markedIds(chat.between)],
    end: tokenizer.markedIds(chat.after),
  };
}

function chatOf({ id, chat }: CanvasModel): NonNullable<CanvasModel['chat']> {
  if (chat) return chat;
  throw new EngineError('input', `${id} takes no instructions: leave the instruction out, or choose an instruct model`);
}
