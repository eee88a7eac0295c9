/** What a person reads of a model: in lists, and in messages. */
import * as l10n from '@vscode/l10n';
import type { ModelInfo } from '../../engine/protocol/messages';

/** `0.5 B`, `3.8 M` parameters. */
function parametersText(parameters: number): string {
  return parameters >= 1e8 ? `${(parameters / 1e9).toFixed(1)} B` : `${(parameters / 1e6).toFixed(1)} M`;
}

export function bytesText(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Size, memory and licence, in one line. */
export function factsText({ source, parameters, bytes, memoryBytes, licence }: ModelInfo): string {
  const facts = {
    parameters: parametersText(parameters),
    bytes: bytesText(bytes),
    memory: bytesText(memoryBytes),
    licence,
  };
  if (source === 'published') {
    return l10n.t('{parameters} parameters · {bytes} to download · {memory} of memory · {licence}', facts);
  }
  const isBundled = source === 'bundled';
  return isBundled
    ? l10n.t('bundled · {parameters} parameters · {memory} of memory · {licence}', facts)
    : l10n.t('imported · {parameters} parameters · {bytes} on disk · {memory} of memory · {licence}', facts);
}

/** What it is good for, and what stands against it here. */
export function purposeText({ description, fits, pausedBytes, memoryBytes }: ModelInfo): string {
  const notes = [
    ...(fits ? [] : [l10n.t('needs more memory than this machine has ({memory})', { memory: bytesText(memoryBytes) })]),
    ...(pausedBytes ? [l10n.t('{bytes} downloaded already', { bytes: bytesText(pausedBytes) })] : []),
  ];
  return [description, ...notes].join(' — ');
}
