/** What our own tests look at beside the public API. No promise to anybody else. */
import type { Event, TextDocument } from 'vscode';
import type { RemaskApi } from './api';
import type { DrawnFrame } from './render/decorator';
import type { Frame } from './render/frame';

export interface InnerApi extends RemaskApi {
  /** What the editor was last told to draw in a document. */
  readonly frame: (document: TextDocument) => Frame;
  /** Fires when a frame has been sent to an editor. */
  readonly onDidDraw: Event<DrawnFrame>;
}
