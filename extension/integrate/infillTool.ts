/**
 * The language-model tool: an agent asks what belongs in a range of a file. It gets the text and nothing is changed,
 * unless it asks for a staged edit; that needs the user's consent twice, before the run and when they decide about it.
 */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RemaskApi } from '../api';
import { Tool } from '../ids';
import { documentNamed } from './namedDocument';

/** Validated by VS Code against the schema in the manifest, which describes each. */
export interface InfillInput {
  readonly file: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly stage?: boolean;
}

export function registerInfillTool(api: RemaskApi): vscode.Disposable {
  return vscode.lm.registerTool<InfillInput>(Tool.infill, {
    prepareInvocation: ({ input }) => prepared(input),
    invoke: async ({ input }, token) => {
      const answer = await (input.stage === true ? stage(api, input) : propose(api, input, token));
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(answer))]);
    },
  });
}

function prepared(input: InfillInput): vscode.PreparedToolInvocation {
  const place = `${input.file}:${input.startLine}:${input.startColumn}`;
  const invocationMessage = l10n.t('Filling in at {place} with the local model', { place });
  if (input.stage !== true) return { invocationMessage };
  const title = l10n.t('Write a draft into {file}?', { file: input.file });
  const message = l10n.t(
    'Remask fills in at {place} and writes its draft as one edit, which you then accept or reject.',
    { place },
  );
  return { invocationMessage, confirmationMessages: { title, message } };
}

async function propose(api: RemaskApi, input: InfillInput, token: vscode.CancellationToken) {
  const document = await documentNamed(input.file);
  const { holes, model } = await api.propose(document, [rangeIn(input)], { token });
  return { text: holes[0]?.text ?? '', confidence: holes[0]?.confidence ?? 0, model, document: 'unchanged' };
}

async function stage(api: RemaskApi, input: InfillInput) {
  const document = await documentNamed(input.file);
  await vscode.window.showTextDocument(document, { preserveFocus: true, preview: false });
  const { state, holes, drafts } = await api.edit(document, [rangeIn(input)]);
  const text = state === 'staged' ? holes.map((hole) => hole.text) : drafts;
  return { text: text.join(''), state, document: state === 'staged' ? 'changed, the user decides' : 'unchanged' };
}

/** From lines and columns that count from 1. */
function rangeIn({ startLine, startColumn, endLine, endColumn }: InfillInput): vscode.Range {
  return new vscode.Range(startLine - 1, startColumn - 1, endLine - 1, endColumn - 1);
}
