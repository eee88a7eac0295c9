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

/** Declares the outputs. `logits` is [R, vocabulary]. */
export function predict(graph: GraphBuilder, logits: Value, vocabulary: number): void {
  graph.output(Output.logits, logits, 'float', ['R', vocabulary]);
  const biased = graph.node('Add', [logits, Input.vocabularyBias]);
  const probabilities = graph.node('Softmax', [biased], { ints: { axis: -1 } });

  const k = Math.min(TOP_CANDIDATES, vocabulary);
  const { topIds } = graph.multi('TopK', [biased, graph.ints(k)], ['values', 'topIds'], { ints: { axis: -1 } });
  const at = (ids: Value) => graph.node('GatherElements', [probabilities, ids], { ints: { axis: -1 } });
  graph.output(Output.topIds, graph.node('Cast', [topIds], { ints: { to: ElementType.int32 } }), 'int32', ['R', k]);
  graph.output(Output.topProbabilities, at(topIds), 'float', ['R', k]);
  graph.output(Output.targetProbability, at(Input.targets), 'float', ['R', 1]);
  graph.output(Output.entropy, entropy(graph, biased, probabilities), 'float', ['R']);
}

/**
 * Entropy in nats: log Z - sum p x, with log Z = max x - log(max p). One logarithm per row instead of one per id; an
 * explicit log-sum-exp is the slowest operator of all on large vocabularies.
 */
function entropy(graph: GraphBuilder, logits: Value, probabilities: Value): Value {
  const reduce = (op: string, x: Value) => graph.node(op, [x, graph.ints(-1)], { ints: { keepdims: 0 } });
  const logZ = graph.node('Sub', [
    reduce('ReduceMax', logits),
    graph.node('Log', [reduce('ReduceMax', probabilities)]),
  ]);
  return graph.node('Sub', [logZ, reduce('ReduceSum', graph.node('Mul', [probabilities, logits]))]);
}
