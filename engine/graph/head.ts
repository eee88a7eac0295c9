/**
 * The end of every graph: head, softmax and top candidates of the rows asked for, so that a few kilobytes cross to
 * JavaScript per pass. Outputs: `signature.ts`.
 */
import type { GraphBuilder, Value } from './builder';
import { ElementType } from './onnxSchema';
import { Input, Output, TOP_CANDIDATES } from './signature';

/** Declares the inputs that `predict` reads. */
export function declareQuestion(graph: GraphBuilder, vocabulary: number): void {
  graph.input(Input.rows, 'int32', ['R']);
  graph.input(Input.vocabularyBias, 'float', [vocabulary]);
  graph.input(Input.targets, 'int32', ['R', 1]);
}

/** Both [R, vocabulary], and the same value where the head itself adds the bias. */
export interface Logits {
  /** What leaves the graph. */
  readonly shown: Value;
  readonly biased: Value;
}

/** Declares the outputs. */
export function predict(graph: GraphBuilder, { shown, biased: logits }: Logits, vocabulary: number): void {
  graph.output(Output.logits, shown, 'float', ['R', vocabulary]);
  const probabilities = graph.node('Softmax', [logits], { ints: { axis: -1 } });

  const k = Math.min(TOP_CANDIDATES, vocabulary);
  const outputs = ['topLogits', 'topIds'] as const;
  const { topLogits, topIds } = graph.multi('TopK', [logits, graph.ints(k)], outputs, { ints: { axis: -1 } });
  const at = (ids: Value) => graph.node('GatherElements', [probabilities, ids], { ints: { axis: -1 } });
  graph.output(Output.topIds, graph.node('Cast', [topIds], { ints: { to: ElementType.int32 } }), 'int32', ['R', k]);
  const topProbabilities = at(topIds);
  graph.output(Output.topProbabilities, topProbabilities, 'float', ['R', k]);
  graph.output(Output.targetProbability, at(Input.targets), 'float', ['R', 1]);
  graph.output(Output.entropy, entropy(graph, { logits, probabilities, topLogits, topProbabilities }), 'float', ['R']);
}

/**
 * Entropy in nats: log Z - sum p x, with log Z = x - log p of the likeliest. One logarithm per row instead of one per id;
 * an explicit log-sum-exp is the slowest operator of all on large vocabularies.
 */
function entropy(
  graph: GraphBuilder,
  {
    logits,
    probabilities,
    ...top
  }: Readonly<Record<'logits' | 'probabilities' | 'topLogits' | 'topProbabilities', Value>>,
): Value {
  const first = (x: Value) => graph.node('Gather', [x, graph.int32(0)], { ints: { axis: -1 } });
  const logZ = graph.node('Sub', [first(top.topLogits), graph.node('Log', [first(top.topProbabilities)])]);
  const products = graph.node('Mul', [probabilities, logits]);
  const mean = graph.node('ReduceSum', [products, graph.ints(-1)], { ints: { keepdims: 0 } });
  return graph.node('Sub', [logZ, mean]);
}
