/**
 * *Infill with Instruction*: says in words what is to stand in the hole, for models that take instructions. Named a session,
 * it changes what that one was told and denoises it again.
 */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ModelInfo } from '../../engine/protocol/messages';
import { instructionIn, takesInstruction } from '../ask/instruction';
import { selectedSpans } from '../document/selectedSpans';
import { engineErrorOf } from '../engine/failure';
import { instruct } from '../flow/again';
import { tellIfRunning } from '../flow/tellIfRunning';
import { noEditor } from '../messages/commands';
import { modelProblem, takesNoInstruction } from '../messages/engine';
import type { CommandContext, Handler } from './context';
import { begin } from './start';

/** Where the workspace keeps the last instruction. */
const LAST = 'lastInstruction';

export function infillWithInstruction(context: CommandContext): Handler {
  return async (argument) => {
    const session = typeof argument === 'string' ? context.sessions.byId(argument) : undefined;
    if (session && tellIfRunning(session)) return;
    if (!session && !vscode.window.activeTextEditor) return context.notify(noEditor());
    const model = await modelToTell(context);
    if (!model) return;
    const last = session?.instruction ?? context.workspaceState.get<string>(LAST, '');
    const instruction = instructionIn(argument) ?? (await ask(model.id, last));
    if (instruction === undefined) return;
    await context.workspaceState.update(LAST, instruction);
    await (session ? instruct(session, instruction) : start(context, instruction));
  };
}

async function start(context: CommandContext, instruction: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return context.notify(noEditor());
  await begin(context, editor.document, selectedSpans(editor), { strength: undefined, instruction });
}

/** The loaded model if it takes instructions; else says what to do instead. */
async function modelToTell({ engine, notify }: CommandContext): Promise<ModelInfo | undefined> {
  try {
    await engine.ready();
  } catch (error) {
    notify(modelProblem(engineErrorOf(error).message));
    return undefined;
  }
  const { state } = engine;
  if (state.kind !== 'ready') return undefined;
  const { model } = state.info;
  if (takesInstruction(model)) return model;
  notify(takesNoInstruction(model.id));
  return undefined;
}

/** The last instruction stands there selected: typing replaces it, Enter takes it again. */
async function ask(model: string, last: string): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: l10n.t('Infill with Instruction'),
    prompt: l10n.t('What is to stand here? {model} reads it together with the text on both sides.', { model }),
    placeHolder: l10n.t('For example: add up the prices, tax included'),
    value: last,
    validateInput: (value) =>
      value.trim() === '' ? l10n.t('Say what is to stand here, or use Infill without an instruction.') : undefined,
  });
  return text?.trim();
}
