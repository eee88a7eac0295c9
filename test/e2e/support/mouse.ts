/** What a hand does with the mouse on a piece of text, whose left and right ends are known. */
import type { Page } from 'playwright-core';
import type { Point } from './editorView';

export type Ends = readonly [Point, Point];

export async function dragOver({ mouse }: Page, [start, end]: Ends): Promise<void> {
  await mouse.move(start.x, start.y);
  await mouse.down();
  await mouse.move((start.x + end.x) / 2, end.y);
  await mouse.move(end.x, end.y);
  await mouse.up();
}

/** A point at so many parts of the whole: in a font of one width, before the n-th of its characters. */
export function pointIn([start, end]: Ends, part: number, whole: number): Point {
  return { x: start.x + ((end.x - start.x) * part) / whole, y: start.y };
}
