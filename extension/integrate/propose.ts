/** A run whose result is handed back rather than shown: for other extensions and for agents. */
import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors';
import type { DecodeOptions } from '../../engine/protocol/messages';
import type { Proposal, ProposeOptions } from '../api';
import { spanOf } from '../document/reading';
import { decodeOptions, runOnce } from '../flow/run';
import type { Services } from '../flow/services';
import { withSignal } from './abort';

export function propose(
  services: Services,
  document: vscode.TextDocument,
  ranges: readonly vscode.Range[],
  options: ProposeOptions = {},
): Promise<Proposal> {
  const ordered = inOrder(document, ranges);
  const { version } = document;
  const holes = () => {
    if (document.version !== version)
      throw new EngineError('input', l10n.t('The document has changed meanwhile: ask again.'));
    return ordered.map((range) => ({ span: spanOf(document, range), pins: [], text: document.getText(range) }));
  };
  return withSignal(options.token, async (signal) => {
    const { instruction } = options;
    const decode = decoding(services, document, options);
    const request = { document, holes, strength: undefined, instruction, options: decode };
    const result = await runOnce(services, request, { signal, onPass: () => undefined });
    const { model, seed, passes, ms } = result;
    return {
      holes: result.holes.flatMap(({ text, confidence }, i) => {
        const range = ordered[i];
        return range ? [{ range, text, confidence }] : [];
      }),
      ...{ documentVersion: version, model, seed, passes, milliseconds: ms.total },
    };
  });
}

/** Sorted, as the engine wants them. Throws when there is none, or when two cannot be filled independently. */
export function inOrder(document: vscode.TextDocument, ranges: readonly vscode.Range[]): readonly vscode.Range[] {
  const ordered = ranges
    .map((range) => document.validateRange(range))
    .sort((a, b) => a.start.compareTo(b.start) || a.end.compareTo(b.end));
  if (ordered.length === 0) throw new EngineError('input', l10n.t('Name at least one range to fill.'));
  const meet = ordered.some((range, i) => i > 0 && ordered[i - 1]?.end.isAfterOrEqual(range.start));
  if (!meet) return ordered;
  throw new EngineError('input', l10n.t('Ranges that overlap or meet cannot be filled separately: join them.'));
}

function decoding(services: Services, document: vscode.TextDocument, options: ProposeOptions): DecodeOptions {
  const { seed, passes, temperature } = options;
  return {
    ...decodeOptions(services.settings(document), 0),
    ...(seed !== undefined && { seed }),
    ...(passes !== undefined && { passes }),
    ...(temperature !== undefined && { temperature }),
  };
}
