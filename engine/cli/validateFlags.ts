/** `--validate`, `--schema` and `--rounds`: which checks a result is judged by. */
import { Option, type Command } from 'commander';
import { EngineError } from '../protocol/errors';
import type { Checks } from '../protocol/messages';
import { check } from '../validate/check';
import { languageOf } from './languages';
import { wholeNumber } from './options';
import { readSource } from './sourceFile';

export interface ValidateFlags {
  readonly validate?: 'json' | 'brackets';
  readonly schema?: string;
  readonly rounds?: number;
}

export const DEFAULT_ROUNDS = 3;

export function addValidateOptions(command: Command): Command {
  return command
    .addOption(new Option('--validate <check>', 'remask what the check finds wrong').choices(['json', 'brackets']))
    .option('--schema <file>', 'a JSON Schema to validate against; implies --validate json')
    .option('--rounds <n>', `most rounds of validating (default: ${DEFAULT_ROUNDS})`, wholeNumber('rounds'));
}

/** The checks asked for; `undefined` for none. Throws an `input` error for flags without them, or a schema of no use. */
export function checksOf({ validate, schema, rounds }: ValidateFlags, path: string): Checks | undefined {
  if (validate === 'brackets' && schema !== undefined) {
    throw new EngineError('input', '--schema goes with --validate json: leave one of them out');
  }
  if (validate === 'brackets') return { brackets: languageOf(path) || 'typescript' };
  if (validate === undefined && schema === undefined) {
    if (rounds === undefined) return undefined;
    throw new EngineError('input', '--rounds goes with a check: add --validate or --schema');
  }
  const json = languageOf(path) === 'jsonc' ? 'comments' : 'strict';
  const checks: Checks = { json, ...(schema !== undefined && { schema: readSource(schema).text }) };
  check('{}', checks);
  return checks;
}
