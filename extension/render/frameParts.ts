/** A frame as decorations: for each type, all that it shows. */
import * as vscode from 'vscode';
import { bucketColour, BUCKETS, Colour } from '../ids';
import type { DecorationTypes } from './decorationTypes';
import type { Attachment, Frame, Tone } from './frame';
import type { LineRange } from './textLines';

/** One decoration type and all that it shows. */
export interface Part {
  readonly type: vscode.TextEditorDecorationType;
  readonly places: readonly LineRange[];
  readonly ranges: vscode.Range[] | vscode.DecorationOptions[];
}

export function partsOf(frame: Frame, types: DecorationTypes): readonly Part[] {
  const plain = (type: vscode.TextEditorDecorationType, places: readonly LineRange[]): Part => {
    return { type, places, ranges: places.map(toRange) };
  };
  const { attachments } = frame;
  return [
    plain(types.region, frame.region),
    plain(types.ruler, frame.ruler),
    plain(types.hidden, frame.hidden),
    {
      type: types.attachment,
      places: attachments.map(({ at }) => ({ start: at, end: at })),
      ranges: attachments.map(toOptions),
    },
    plain(types.pinned, frame.pinned),
    ...BUCKETS.map((bucket) => plain(types.heat[bucket], frame.heat[bucket])),
  ];
}

function toRange({ start, end }: LineRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

function toOptions({ at, text, tone }: Attachment): vscode.DecorationOptions {
  return {
    range: new vscode.Range(at.line, at.character, at.line, at.character),
    renderOptions: {
      after: { contentText: text, color: new vscode.ThemeColor(toneColour(tone)), fontStyle: 'italic' },
    },
  };
}

function toneColour(tone: Tone): string {
  return tone === 'mask' ? Colour.mask : bucketColour(tone, 'Foreground');
}
