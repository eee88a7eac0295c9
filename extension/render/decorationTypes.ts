/** The decoration types, from the colours that the manifest contributes. Few types, many ranges: that is the cheap way. */
import * as vscode from 'vscode';
import { type Bucket, bucketColour, Colour } from '../ids';

export interface DecorationTypes extends vscode.Disposable {
  readonly hidden: vscode.TextEditorDecorationType;
  readonly attachment: vscode.TextEditorDecorationType;
  readonly heat: Readonly<Record<Bucket, vscode.TextEditorDecorationType>>;
  readonly pinned: vscode.TextEditorDecorationType;
  /** Marks of uncertain tokens beside the scroll bar. */
  readonly ruler: vscode.TextEditorDecorationType;
  readonly region: vscode.TextEditorDecorationType;
}

export function createDecorationTypes(): DecorationTypes {
  const types = {
    // There is no option for it: any CSS may follow the first declaration. Without width rather than without a box: what
    // has no box has no place either, and a lens above it would not be drawn.
    hidden: vscode.window.createTextEditorDecorationType({
      textDecoration: 'none; font-size: 0',
      // What the user types beside a hole is never hidden, not even until the next frame.
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
    attachment: vscode.window.createTextEditorDecorationType({
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
    heat: { 0: heat(0), 1: heat(1), 2: heat(2), 3: heat(3) },
    pinned: underline(Colour.pinned, '0 0 2px 0', 'solid'),
    ruler: vscode.window.createTextEditorDecorationType({
      overviewRulerColor: new vscode.ThemeColor(Colour.uncertain),
      overviewRulerLane: vscode.OverviewRulerLane.Center,
    }),
    region: vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      borderWidth: '0 0 0 3px',
      borderStyle: 'solid',
      borderColor: new vscode.ThemeColor(Colour.region),
      overviewRulerColor: new vscode.ThemeColor(Colour.region),
      overviewRulerLane: vscode.OverviewRulerLane.Left,
    }),
  };
  const all = [types.hidden, types.attachment, types.pinned, types.ruler, types.region, ...Object.values(types.heat)];
  return { ...types, dispose: () => all.forEach((type) => type.dispose()) };
}

/** Line styles beside hues: the buckets can be told apart without colour. */
const HEAT_LINE: Readonly<Record<Bucket, string>> = { 0: 'dashed', 1: 'dotted', 2: 'dotted', 3: 'solid' };

function heat(bucket: Bucket): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor(bucketColour(bucket, 'Background')),
    borderWidth: '0 0 2px 0',
    borderStyle: HEAT_LINE[bucket],
    borderColor: new vscode.ThemeColor(bucketColour(bucket, 'Border')),
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}

function underline(colour: string, width: string, style: string): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    borderWidth: width,
    borderStyle: style,
    borderColor: new vscode.ThemeColor(colour),
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}
