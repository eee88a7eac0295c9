/** The options that several commands share, and their values as the engine takes them. */
import { type Command, Option } from 'commander';
import { EngineError } from '../protocol/errors';
import type { DecodeOptions } from '../protocol/messages';
import { policies } from '../decode/policies';
import { lengthPolicies } from '../decode/settings';
import type { LengthPolicyName, PolicyName } from '../protocol/messages';

export interface RunFlags {
  readonly model?: string;
  readonly threads?: number;
  readonly seed?: number;
  readonly passes?: number;
  readonly policy?: PolicyName;
  readonly temperature?: number;
  readonly choiceTemperature?: number;
  readonly lengthPolicy?: LengthPolicyName | 'auto';
  readonly allowRepeats?: boolean;
  readonly bestOf?: number;
  /** `--no-syntax` makes it false. */
  readonly syntax?: boolean;
  readonly json?: boolean;
  readonly write?: boolean;
  readonly trace?: string;
  readonly instruction?: string;
  readonly project?: readonly string[];
}

/** An option parser. Only digits, so that `1e3`, `0x10` and `` are refused rather than guessed at. */
export function wholeNumber(name: string): (value: string) => number {
  return (value) => {
    if (!/^\d{1,15}$/.test(value)) throw new EngineError('input', `--${name} takes a whole number, not '${value}'`);
    return Number(value);
  };
}

/** As `wholeNumber`, for what there is at least one of. */
export function positive(name: string): (value: string) => number {
  return (value) => {
    const number = wholeNumber(name)(value);
    if (number === 0) throw new EngineError('input', `--${name} must be at least 1`);
    return number;
  };
}

export function decimal(name: string): (value: string) => number {
  return (value) => {
    if (!/^\d+(\.\d+)?$/.test(value)) throw new EngineError('input', `--${name} takes a number, not '${value}'`);
    return Number(value);
  };
}

/** An option that names one place: of two, neither is left out in silence. */
export function once(name: string, remedy: string): (value: string, previous?: string) => string {
  return (value, previous) => {
    if (previous !== undefined) throw new EngineError('input', `--${name} is given twice: ${remedy}`);
    return value;
  };
}

/** Collects a repeatable option. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

export function addModelOptions(command: Command): Command {
  return command
    .option('--model <id|dir>', 'model to use (default: the bundled one)')
    .option('--threads <n>', 'threads per pass, at most one for each processor', positive('threads'));
}

export function addProjectOption(command: Command): Command {
  return command.option('--project <path>', 'file or folder to look through for repetitions; may be repeated', collect);
}

export function addRunOptions(command: Command): Command {
  return addProjectOption(addModelOptions(command))
    .option('--instruction <text>', 'what to write, for instruct models')
    .option('--seed <n>', 'seed of every random choice', wholeNumber('seed'))
    .option('--passes <n>', 'most passes', wholeNumber('passes'))
    .addOption(new Option('--policy <name>', 'what a pass commits').choices(Object.keys(policies)))
    .option('--temperature <t>', '0 takes the likeliest token', decimal('temperature'))
    .option('--choice-temperature <t>', 'randomness of which cells dream-* decide', decimal('choice-temperature'))
    .addOption(new Option('--length-policy <name>', 'how the number of tokens is found').choices(lengthPolicies))
    .option('--allow-repeats', 'let a draft repeat a word or a line as text does not')
    .option('--no-syntax', 'do not draft again where a draft breaks the grammar of the language')
    .option(
      '--best-of <n>',
      'make 1 to 8 drafts and take the one that the model finds likeliest',
      wholeNumber('best-of'),
    )
    .option('--json', 'print passes and result as NDJSON')
    .option('--write', 'write the result into the file')
    .option('--trace <file>', 'record the run for `remask replay`');
}

export function instructionOf({ instruction }: RunFlags): { readonly instruction?: string } {
  if (instruction?.trim() === '') throw new EngineError('input', '--instruction needs a text');
  return instruction === undefined ? {} : { instruction };
}

export function decodeOptions(flags: RunFlags): DecodeOptions {
  const { seed, passes, policy, temperature, choiceTemperature, lengthPolicy, allowRepeats, bestOf, syntax } = flags;
  return {
    ...(seed !== undefined && { seed }),
    ...(passes !== undefined && { passes }),
    ...(policy !== undefined && { policy }),
    ...(temperature !== undefined && { temperature }),
    ...(choiceTemperature !== undefined && { choiceTemperature }),
    ...(lengthPolicy !== undefined && { lengthPolicy }),
    ...(allowRepeats !== undefined && { allowRepeats }),
    ...(bestOf !== undefined && { bestOf }),
    ...(syntax === false && { syntax }),
  };
}
