import { describe, expect, it } from 'vitest';
import type { CanvasRequest, Prediction } from '../../../engine/decode/canvasModel';
import type { RecallGate } from '../../../engine/decode/recall/gate';
import { projectRecall } from '../../../engine/decode/recall/projectRecall';
import { ProjectText } from '../../../engine/decode/recall/projectText';
import { neighbours, type Neighbours } from '../../../engine/decode/recall/recall';
import { recalledLength } from '../../../engine/decode/recall/recalledLength';
import { recollect } from '../../../engine/decode/recall/recollect';
import { seededRandom } from '../../../engine/decode/random';
import { asReference, referenceCases } from '../../support/recallReference';

const MASK = 90;
const SPECIALS = { mask: MASK, delete: 91, expand: 92 };
const GATE: RecallGate = { bias: 0, order: 0.5, isBetween: 1, share: 1, places: 0.5, distance: -0.5, top: -1 };

interface ReferenceCase {
  readonly files: readonly (readonly number[])[];
  /** A document; negative where it is not decided. */
  readonly shown: readonly number[];
  readonly at: number;
}

const next = (...ids: readonly number[]): Neighbours => ({ ids, distance: 1 });

describe('where pairs of tokens stand in a project', () => {
  it('is what looking at every place finds, in order, and never across files', () => {
    const random = seededRandom(5);
    const file = (length: number): number[] => Array.from({ length }, () => Math.floor(random() * 6));
    const files = [file(400), file(0), file(1), file(300)];
    const project = new ProjectText(files);
    expect(project.tokens).toBe(701);
    let at = 0;
    const wanted = new Map<string, number[]>();
    for (const ids of files) {
      for (let i = 0; i + 1 < ids.length; i++) {
        const pair = `${ids[i]} ${ids[i + 1]}`;
        wanted.set(pair, [...(wanted.get(pair) ?? []), at + i]);
      }
      at += ids.length + 1;
    }
    expect(wanted.size).toBe(36);
    for (const [pair, places] of wanted) {
      const [first, second] = pair.split(' ').map(Number);
      expect([...project.standing(first, second)]).toEqual(places);
    }
    expect([...project.standing(6, 1), ...project.standing(1, undefined)]).toEqual([]);
  });

  it('takes no more than it has room for', () => {
    expect(() => new ProjectText([new Uint32Array(2 ** 20)])).toThrow(RangeError);
  });
});

describe('what a project says about an open cell', () => {
  it('is what stands between the same neighbours, where two in a row agree', () => {
    const project = new ProjectText([
      [1, 2, 3, 4, 5],
      [7, 2, 8, 4, 9],
      [1, 2, 3],
    ]);
    expect(projectRecall(project, next(2, 1), next())).toMatchObject({
      shares: new Map([[3, 1]]),
      places: 2,
      order: 2,
    });
    expect(projectRecall(project, next(2, 1), next(4, 5))).toMatchObject({ order: 4, isBetween: true, places: 1 });
    expect(projectRecall(project, next(2), next(4))).toBeUndefined();
  });

  it('counts a place that both sides find once', () => {
    const project = new ProjectText([[1, 2, 3, 4, 5]]);
    expect(projectRecall(project, next(2, 1), next(4, 5))?.places).toBe(1);
    expect(projectRecall(project, next(2, 9), next(4, 5))).toMatchObject({ order: 3, isBetween: true, places: 1 });
  });

  it('speaks across open cells, and not of what lies between files', () => {
    const project = new ProjectText([
      [1, 2, 3, 4],
      [5, 6],
    ]);
    expect(projectRecall(project, { ids: [2, 1], distance: 2 }, next())).toMatchObject({ distance: 2, order: 2 });
    expect(projectRecall(project, { ids: [4, 3], distance: 1 }, next())).toBeUndefined();
  });
});

describe('what training counts in a project', () => {
  it.each(referenceCases<ReferenceCase>('projectRecall.json'))(
    'is what the engine finds, for cell $at',
    ({ files, shown, at, recall: wanted }) => {
      const cells = shown.map((id) => (id < 0 ? MASK : id));
      const places = { before: [], after: [], cells };
      const special = { mask: MASK, without: SPECIALS.delete };
      const [left, right] = [neighbours(places, at, -1, special), neighbours(places, at, 1, special)];
      expect(asReference(projectRecall(new ProjectText(files), left, right))).toEqual(wanted);
    },
  );
});

describe('predictions with a project', () => {
  const request: CanvasRequest = { before: [7, 1, 2], after: [], cells: [MASK], rows: [0] };
  const said: readonly Prediction[] = [{ ids: [5, 6], probabilities: [0.4, 0.3], entropy: 1 }];
  const project = new ProjectText([[1, 2, 3]]);

  it('are the model’s own if it has no gate for that', () => {
    expect(recollect({ model: { specials: SPECIALS }, project }, request, said)).toBe(said);
  });

  it('share with the document by how loudly each speaks', () => {
    const model = { specials: SPECIALS, recallGate: GATE, projectGate: GATE };
    const both = { ...request, before: [1, 2, 8, 1, 2] };
    const [prediction] = recollect({ model, project }, both, said);
    const of = (id: number): number => prediction?.probabilities[prediction.ids.indexOf(id)] ?? 0;
    // Both found one place where two neighbours agree.
    const loud = Math.exp(0.5 * 2 + 1 - 0.4);
    expect(prediction?.ids).toEqual(expect.arrayContaining([3, 8]));
    expect(of(3)).toBeCloseTo(loud / (1 + 2 * loud), 10);
    expect(of(8)).toBeCloseTo(of(3), 10);
  });
});

describe('the length that a project tells', () => {
  const left = [1, 2, 3, 4];
  const right = [5, 6, 7, 8];
  const twin = (length: number): number[] => [...left, ...new Array<number>(length).fill(9), ...right];

  it('counts beside the document’s, where as much agrees', () => {
    const project = new ProjectText([twin(3), twin(3)]);
    expect(recalledLength({ before: left, after: right }, 64, project)).toBe(3);
    expect(recalledLength({ before: [...twin(2), ...left], after: right }, 64, project)).toBe(3);
    expect(recalledLength({ before: left, after: right }, 2, project)).toBeUndefined();
  });
});
