import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { readChat } from '../../../engine/import/chatTemplate';
import { temporaryFolder } from '../../support/temporaryFolder';

const CHAT_ML =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

function chatOf(files: Readonly<Record<string, unknown>>) {
  const directory = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return readChat({ directory });
}

describe('the chat template of a folder', () => {
  const chatMl = {
    before: '<|im_start|>user\n',
    between: '<|im_end|>\n<|im_start|>assistant\n',
    after: '<|im_end|>\n',
  };

  it('is read from tokenizer_config.json or from a file of its own, which goes first', () => {
    expect(chatOf({ 'tokenizer_config.json': { chat_template: CHAT_ML } })).toEqual(chatMl);
    expect(chatOf({ 'chat_template.jinja': CHAT_ML, 'tokenizer_config.json': { chat_template: 'other' } })).toEqual(
      chatMl,
    );
  });

  it('is the default one of several', () => {
    const templates = [
      { name: 'tool_use', template: 'tools' },
      { name: 'default', template: CHAT_ML },
    ];
    expect(chatOf({ 'tokenizer_config.json': { chat_template: templates } })).toEqual(chatMl);
  });

  it('may name the begin token and trim what is said', () => {
    const template =
      "{{ bos_token }}{% for m in messages %}<|start_header_id|>{{ m['role'] }}<|end_header_id|>\n\n{{ m['content'] | trim }}<|eot_id|>{% endfor %}";
    const config = { chat_template: template, bos_token: { content: '<|startoftext|>' } };
    expect(chatOf({ 'tokenizer_config.json': config })?.before).toBe(
      '<|startoftext|><|start_header_id|>user<|end_header_id|>\n\n',
    );
  });

  it.each([
    ['none', undefined],
    ['one that is no template', '{% for %}'],
    ['one that refuses', "{{ raise_exception('no assistant') }}"],
    ['one that leaves the answer out', "{{ messages[0]['content'] }}"],
    [
      'one that repeats the instruction',
      "{% for m in messages %}{{ m['content'] + messages[0]['content'] }}{% endfor %}",
    ],
    ['one that never ends', '{% for i in range(1000000000) %}x{% endfor %}'],
    ['one that is too long', `{# ${'x'.repeat(70_000)} #}${CHAT_ML}`],
  ])('%s gives no chat', (_, template) => {
    expect(chatOf({ 'tokenizer_config.json': { chat_template: template } })).toBeUndefined();
  });
});
