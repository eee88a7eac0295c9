/**
 * What this machine does at best: one large matrix product through ONNX Runtime, with the session options of the engine.
 * Measured in the same run as what is compared with it, because a shared machine has no fixed peak.
 */
import { seededRandom } from '../../../engine/decode/random';
import { GraphBuilder } from '../../../engine/graph/builder';
import { linear } from '../../../engine/graph/linear';
import { toMatrix } from '../../../engine/models/matrix';
import type { Quantization } from '../../../engine/protocol/messages';
import { OrtSession } from '../../../engine/runtime/ortSession';
import { quantiles } from './quantiles';

const ROWS = 512;
const SIZE = 1024;
const ROUNDS = 12;

/** Operations per second of a [512, 1024] by [1024, 1024] product. */
export async function measurePeak(quantization: Quantization, threads?: number): Promise<number> {
  const random = seededRandom(1);
  const noise = (length: number) => Float32Array.from({ length }, () => random() - 0.5);
  const graph = new GraphBuilder('peak');
  const x = graph.input('x', 'float', ['M', SIZE]);
  const matrix = toMatrix({ shape: [SIZE, SIZE], data: noise(SIZE * SIZE) });
  const product = linear(graph, x, { name: 'w', weights: { matrix }, quantization });
  // Only one column leaves: copying the rest would be measured, too.
  const first = graph.node('Gather', [product, graph.ints(0)], { ints: { axis: 1 } });
  graph.output('y', first, 'float', ['M', 1]);
  const session = await OrtSession.create(graph.encode(), threads ? { threads } : {});
  const feeds = { x: { data: noise(ROWS * SIZE), shape: [ROWS, SIZE] } };
  await session.run(feeds, ['y']);
  const { best } = await quantiles(ROUNDS, () => session.run(feeds, ['y']));
  await session.release();
  return (2 * ROWS * SIZE * SIZE) / (best / 1000);
}
