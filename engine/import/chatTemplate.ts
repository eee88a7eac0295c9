/**
 * The chat template of a published folder, rendered once with stand-ins for instruction and answer. A template is the one
 * part of a folder that is executed, by an interpreter that reaches nothing but its own values; one that fails, or leaves
 * out a part, gives no chat: the model is then used without instructions.
 */
import { Environment, Interpreter, parse, tokenize } from '@huggingface/jinja';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

import { chatSchema, type Chat } from '../models/chat';
import { readOptional, type PublishedFolder } from '../models/publishedFolder';

const TEMPLATE_FILE = 'chat_template.jinja';
const LARGEST_TEMPLATE = 65_536;
const LONGEST_RANGE = 1000;

const INSTRUCTION = 'remask-instruction-stands-here';
const ANSWER = 'remask-answer-stands-here';

const token = z.union([z.string(), z.looseObject({ content: z.string() }).transform(({ content }) => content)]);
const settingsSchema = z.looseObject({
  chat_template: z.union([z.string(), z.array(z.looseObject({ name: z.string(), template: z.string() }))]).nullish(),
  bos_token: token.nullish(),
  eos_token: token.nullish(),
});
type Settings = z.infer<typeof settingsSchema>;

export function readChat({ directory }: Pick<PublishedFolder, 'directory'>): Chat | undefined {
  const settings = readOptional(directory, 'tokenizer_config.json', settingsSchema) ?? {};
  const template = templateFile(join(directory, TEMPLATE_FILE)) ?? templateOf(settings);
  return template !== undefined && template.length <= LARGEST_TEMPLATE ? render(template, settings) : undefined;
}

function templateFile(path: string): string | undefined {
  if (!existsSync(path) || statSync(path).size > LARGEST_TEMPLATE) return undefined;
  return readFileSync(path, 'utf8');
}

/** Of several, the one for plain conversations. */
function templateOf({ chat_template: found }: Settings): string | undefined {
  if (!Array.isArray(found)) return found ?? undefined;
  return (found.find(({ name }) => name === 'default') ?? found[0])?.template;
}

function render(template: string, { bos_token: bos, eos_token: eos }: Settings): Chat | undefined {
  const messages = [
    { role: 'user', content: INSTRUCTION },
    { role: 'assistant', content: ANSWER },
  ];
  const values = { messages, bos_token: bos ?? '', eos_token: eos ?? '', enable_thinking: false };
  try {
    const program = parse(tokenize(template, { lstrip_blocks: true, trim_blocks: true }));
    const written = new Interpreter(environment({ ...values, add_generation_prompt: false })).run(program);
    return typeof written.value === 'string' ? split(written.value) : undefined;
  } catch {
    return undefined;
  }
}

/** What a template can reach, all of it: the library's own lets loops run as long as they like. */
function environment(values: Readonly<Record<string, unknown>>): Environment {
  const found = new Environment();
  const constants = { true: true, false: false, none: null, True: true, False: false, None: null };
  for (const [name, value] of Object.entries({ ...constants, ...values, range, raise_exception, strftime_now })) {
    found.set(name, value);
  }
  return found;
}

function raise_exception(reason: unknown): never {
  throw new Error(String(reason));
}

/** Some templates tell the day; a model folder is the same on any. */
function strftime_now(): string {
  return '';
}

function split(conversation: string): Chat | undefined {
  const [before, rest, ...more] = conversation.split(INSTRUCTION);
  const [between, after, ...others] = (rest ?? '').split(ANSWER);
  const parts = chatSchema.safeParse({ before, between, after });
  return parts.success && more.length + others.length === 0 ? parts.data : undefined;
}

/** As Jinja's, and no longer than any template needs. */
function range(first: number, second?: number): number[] {
  const [begin, end] = second === undefined ? [0, first] : [first, second];
  if (end - begin > LONGEST_RANGE) throw new RangeError('a range too long for a chat template');
  return Array.from({ length: Math.max(0, end - begin) }, (_, i) => begin + i);
}
