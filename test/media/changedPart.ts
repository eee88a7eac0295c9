/** Runs inside a page, where pictures can be decoded and encoded: complete in itself. */

export interface ChangedPart {
  readonly base64: string;
  readonly x: number;
  readonly y: number;
}

/** The smallest rectangle that holds every pixel that differs, as a PNG; all of `next` when there is nothing before it. */
export async function changedPart([previous, next]: readonly [string | undefined, string]): Promise<
  ChangedPart | undefined
> {
  const draw = async (base64: string): Promise<CanvasRenderingContext2D> => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no canvas');
    context.drawImage(image, 0, 0);
    return context;
  };
  const pixelsOf = (context: CanvasRenderingContext2D): Uint32Array =>
    new Uint32Array(context.getImageData(0, 0, context.canvas.width, context.canvas.height).data.buffer);
  const after = await draw(next);
  const { width, height } = after.canvas;
  let [left, top, right, bottom] = [0, 0, width, height];
  if (previous !== undefined) {
    const [a, b] = [pixelsOf(await draw(previous)), pixelsOf(after)];
    [left, top, right, bottom] = [width, height, 0, 0];
    for (let i = 0; i < width * height; i++) {
      if (a[i] === b[i]) continue;
      const [x, y] = [i % width, Math.floor(i / width)];
      [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
    }
    if (right <= left) return undefined;
  }
  const part = document.createElement('canvas');
  part.width = right - left;
  part.height = bottom - top;
  part.getContext('2d')?.drawImage(after.canvas, -left, -top);
  return { base64: part.toDataURL('image/png').replace(/^[^,]*,/, ''), x: left, y: top };
}
