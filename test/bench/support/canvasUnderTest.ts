/** Passes over a canvas in this process, without decoding around them: random ids, a context of a given size. */
import { seededRandom } from '../../../engine/decode/random';
import { openModel, type OpenedModel } from '../../../engine/runtime/openModel';
import type { PartOptions } from '../part';

export interface Surroundings {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export class CanvasUnderTest {
  private readonly random = seededRandom(1);

  private constructor(readonly opened: OpenedModel) {}

  static async open({ model, threads }: PartOptions, reach?: number): Promise<CanvasUnderTest> {
    return new CanvasUnderTest(await openModel(model, { ...(threads && { threads }), ...(reach && { reach }) }));
  }

  /** Ids of ordinary tokens: the first few of a vocabulary tend to be special. */
  ids(count: number): number[] {
    const { vocabulary } = this.opened.runner.sizes;
    return Array.from({ length: count }, () => 16 + Math.floor(this.random() * (vocabulary - 16)));
  }

  /** `context` tokens, half of them on either side. */
  surroundings(context: number): Surroundings {
    return { before: this.ids(context / 2), after: this.ids(context / 2) };
  }

  /** One pass over a canvas of open cells that asks for all of them, or for the first `asked`. */
  async pass(around: Surroundings, cells: number, asked = cells): Promise<void> {
    const { model } = this.opened;
    await model.predict({
      ...around,
      cells: new Array<number>(cells).fill(model.specials.mask),
      rows: Array.from({ length: asked }, (_, row) => row),
    });
  }

  warm(around: Surroundings): Promise<{ readonly computedRows: number }> {
    return this.opened.model.warm(around);
  }

  close(): Promise<void> {
    return this.opened.close();
  }
}

export async function withCanvas<T>(
  options: PartOptions,
  work: (canvas: CanvasUnderTest) => Promise<T>,
  reach?: number,
): Promise<T> {
  const canvas = await CanvasUnderTest.open(options, reach);
  try {
    return await work(canvas);
  } finally {
    await canvas.close();
  }
}
