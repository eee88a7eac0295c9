/** The command line as a whole: its commands, and how every failure becomes one line and an exit code. */
import { Command, CommanderError } from 'commander';
import { EngineError, exitCode } from '../protocol/errors';
import { oneLine } from '../server/failures';
import { version } from '../version';
import { addInfill } from './infillCommand';
import { addLogits } from './logitsCommand';
import { addImport } from './importCommand';
import { addInspect, addModels } from './modelCommands';
import { note } from './output';
import { addRemask } from './remaskCommand';
import { addRepair } from './repairCommand';
import { addReplay } from './replayCommand';
import { addScore } from './scoreCommand';
import { addServe } from './serveCommand';

const commands = [
  addInfill,
  addRemask,
  addRepair,
  addScore,
  addModels,
  addInspect,
  addImport,
  addLogits,
  addReplay,
  addServe,
];

/** Runs one command. Resolves to its exit code: 0, 2 for bad arguments or input, 1 for any other failure. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync(argv);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return reportUsage(error, argv.slice(2));
    note(error instanceof EngineError ? error.message : `unexpected failure: ${oneLine(error)}; please report it`);
    return exitCode(error);
  }
}

function createProgram(): Command {
  const program = new Command('remask')
    .description('Denoises holes in text files with a local diffusion model.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  for (const add of commands) add(program);
  for (const command of program.commands) command.copyInheritedSettings(program).showSuggestionAfterError();
  return program;
}

function reportUsage({ code, message, exitCode: status }: CommanderError, [first, second]: readonly string[]): number {
  if (status === 0) return 0;
  // `remask help` of what is no command ends as no command at all does.
  const unnamed = first === 'help' && second !== undefined ? `unknown command '${second}'` : 'no command given';
  const said = code === 'commander.help' ? unnamed : message.replace(/^error: /, '');
  note(`${said.replaceAll('\n', ' ')}; see 'remask --help'`);
  return 2;
}
