import { describe, expect, it } from 'vitest';

import { GraphBuilder } from '../../../engine/graph/builder';
import { decodeModel } from '../../../engine/graph/onnxSchema';
import { slice, stack, toMatrix } from '../../../engine/models/matrix';
import { OrtSession } from '../../../engine/runtime/ortSession';

function sample(): GraphBuilder {
  const graph = new GraphBuilder('sample');
  const x = graph.input('x', 'float', ['rows', 4]);
  const weight = graph.weight('w', { shape: [4], data: Float32Array.from([1, 2, 3, 4]) });
  const { first, second } = graph.multi(
    'Split',
    [graph.node('Mul', [x, weight]), graph.ints(1, 3)],
    ['first', 'second'],
    {
      ints: { axis: -1 },
    },
  );
  graph.output('one', first, 'float', ['rows', 1]);
  graph.output('three', graph.node('Elu', [second], { floats: { alpha: 0.5 } }), 'float', ['rows', 3]);
  return graph;
}

describe('the graph builder', () => {
  it('writes what ONNX Runtime computes', async () => {
    const session = await OrtSession.create(sample().encode(), { threads: 1 });
    const x = { data: Float32Array.from([1, 1, -1, 1, 2, 2, 2, 0]), shape: [2, 4] };
    const { one, three } = await session.run({ x }, ['one', 'three']);
    expect(one).toEqual({ data: Float32Array.from([1, 2]), shape: [2, 1] });
    const elu = 0.5 * (Math.exp(-3) - 1);
    expect([...three.data]).toEqual([2, Math.fround(elu), 4, 4, 6, 0]);
    await session.release();
  });

  it('writes names, types and shapes as ONNX has them', () => {
    const model = decodeModel(sample().encode());
    expect(model).toMatchObject({
      producer_name: 'remask',
      graph: {
        name: 'sample',
        input: [
          {
            name: 'x',
            type: { tensor_type: { elem_type: 1, shape: { dim: [{ dim_param: 'rows' }, { dim_value: 4 }] } } },
          },
        ],
        initializer: [
          { name: 'w', data_type: 1, dims: [4] },
          { name: 'ints_1_3', data_type: 7, dims: [2] },
        ],
      },
    });
  });

  it('stores a weight or a constant that is used twice once', () => {
    const graph = new GraphBuilder('twice');
    const weight = { shape: [1], data: Float32Array.of(1) };
    expect(graph.weight('w', weight)).toBe(graph.weight('w', weight));
    expect(graph.ints(0, -1)).toBe(graph.ints(0, -1));
    expect(decodeModel(graph.encode())['graph'].initializer).toHaveLength(2);
  });

  it('gives out what is used inside as well, under any number of names', async () => {
    const graph = new GraphBuilder('given');
    const x = graph.input('x', 'float', [2]);
    const negative = graph.node('Neg', [x]);
    graph.output('negative', negative, 'float', [2]);
    graph.output('again', negative, 'float', [2]);
    graph.output('same', x, 'float', [2]);
    graph.output('size', graph.node('Abs', [negative]), 'float', [2]);
    const session = await OrtSession.create(graph.encode(), { threads: 1 });
    const names = ['negative', 'again', 'same', 'size'] as const;
    const outputs = await session.run({ x: { data: Float32Array.of(1, -2), shape: [2] } }, names);
    expect(names.map((name) => [...outputs[name].data])).toEqual([
      [-1, 2],
      [-1, 2],
      [1, -2],
      [1, 2],
    ]);
    await session.release();
    expect(decodeModel(graph.encode())['graph'].node).toMatchObject(
      ['Neg', 'Identity', 'Identity', 'Abs'].map((op_type) => ({ op_type })),
    );
  });

  it('explains a graph that ONNX Runtime refuses', async () => {
    const graph = new GraphBuilder('wrong');
    graph.output('y', graph.node('NoSuchOperator', [graph.input('x', 'float', [1])]), 'float', [1]);
    await expect(OrtSession.create(graph.encode())).rejects.toMatchObject({
      kind: 'model',
      message: expect.stringMatching(/^ONNX Runtime cannot load the model: .*NoSuchOperator.*$/) as string,
    });
  });
});

describe('matrices read in parts', () => {
  const a = toMatrix({ shape: [1, 2], data: Float32Array.of(1, 2) });
  const b = toMatrix({ shape: [2, 2], data: Float32Array.of(3, 4, 5, 6) });

  it('stack: outputs side by side, whatever rows are asked for', () => {
    const both = stack([a, b]);
    expect(both.shape).toEqual([3, 2]);
    expect(both.rows(0, 3)).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
    expect(both.rows(1, 2)).toEqual(Float32Array.of(3, 4));
    expect(both.rows(0, 2)).toEqual(Float32Array.of(1, 2, 3, 4));
  });

  it('slice: some of the outputs', () => {
    expect(slice(stack([a, b]), 1, 3).rows(1, 2)).toEqual(Float32Array.of(5, 6));
  });
});
