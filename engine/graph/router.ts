/** How rows are given to experts; one function per way that was published. */
import type { MoeWeights } from '../models/bodyWeights';
import type { GraphBuilder, Value } from './builder';
import { MASKED } from './signature';

export interface Routes {
  /** [R, E]: zero where an expert was not chosen. */
  readonly weights: Value;
  /** [R, 1] */
  readonly sum: Value;
}

type Router = Pick<MoeWeights, 'routing' | 'chosen'> & { readonly name: string };

const LAST = { ints: { axis: -1 } } as const;

/** `scores` are the router's logits, [R, E]. */
export function route(graph: GraphBuilder, scores: Value, router: Router): Routes {
  switch (router.routing.kind) {
    case 'softmax':
      return bySoftmax(graph, scores, router, router.routing);
    case 'groups':
      return byGroups(graph, scores, router, router.routing);
    case 'scaled':
      return byBest(graph, scores, router, router.routing);
  }
}

type Routing<Kind> = Extract<MoeWeights['routing'], { kind: Kind }>;

/** DiffusionGemma: a softmax over the best scores, each weight times its expert's factor. */
function byBest(graph: GraphBuilder, scores: Value, { chosen, name }: Router, { factors }: Routing<'scaled'>): Routes {
  const { values, ids } = graph.multi('TopK', [scores, graph.ints(chosen)], ['values', 'ids'], LAST);
  const scale = graph.node('Gather', [graph.weight(`${name}.expert_factors`, factors), ids], { ints: { axis: 0 } });
  return scatter(graph, scores, ids, graph.node('Mul', [graph.node('Softmax', [values], LAST), scale]));
}

/** LLaDA-MoE: the largest probabilities as they are; a bias, where there is one, is part of them. */
function bySoftmax(graph: GraphBuilder, scores: Value, { chosen, name }: Router, routing: Routing<'softmax'>): Routes {
  const softmax = graph.node('Softmax', [scores], LAST);
  const probabilities = routing.bias
    ? graph.node('Add', [softmax, graph.weight(`${name}.expert_bias`, routing.bias)])
    : softmax;
  const { values, ids } = graph.multi('TopK', [probabilities, graph.ints(chosen)], ['values', 'ids'], LAST);
  return scatter(graph, scores, ids, values);
}

/**
 * LLaDA2 (as DeepSeek-V3): sigmoids; a bias takes part in choosing but not in weighing; only experts of the best groups
 * may be chosen, a group being worth its two best.
 */
function byGroups(
  graph: GraphBuilder,
  scores: Value,
  { chosen, name }: Router,
  { groups, keptGroups, factor, bias }: Routing<'groups'>,
): Routes {
  const sigmoid = graph.node('Sigmoid', [scores]);
  const worth = graph.node('Add', [sigmoid, graph.weight(`${name}.expert_bias`, bias)]);
  const grouped = graph.node('Reshape', [worth, graph.ints(0, groups, -1)]);
  const best = graph.multi('TopK', [grouped, graph.ints(2)], ['values', 'ids'], LAST);
  const groupWorth = graph.node('ReduceSum', [best.values, graph.ints(-1)], { ints: { keepdims: 0 } });
  const kept = graph.multi('TopK', [groupWorth, graph.ints(keptGroups)], ['values', 'ids'], LAST);
  // 0 for kept groups, a large negative number for others, added to the worth of their experts.
  const zeros = graph.node('Mul', [kept.values, graph.float(0)]);
  const banned = graph.node('Add', [graph.node('Mul', [groupWorth, graph.float(0)]), graph.float(MASKED)]);
  const penalty = graph.node('ScatterElements', [banned, kept.ids, zeros], { ints: { axis: 1 } });
  const allowed = graph.node('Add', [grouped, graph.node('Unsqueeze', [penalty, graph.ints(2)])]);
  const flat = graph.node('Reshape', [allowed, graph.ints(0, -1)]);
  const { ids } = graph.multi('TopK', [flat, graph.ints(chosen)], ['values', 'ids'], LAST);
  const weights = graph.node('GatherElements', [sigmoid, ids], LAST);
  const sum = graph.node('Add', [graph.node('ReduceSum', [weights, graph.ints(-1)]), graph.float(1e-20)]);
  const scaled = graph.node('Mul', [graph.node('Div', [weights, sum]), graph.float(factor)]);
  return scatter(graph, scores, ids, scaled);
}

function scatter(graph: GraphBuilder, scores: Value, ids: Value, weights: Value): Routes {
  const zeros = graph.node('Mul', [scores, graph.float(0)]);
  return {
    weights: graph.node('ScatterElements', [zeros, ids, weights], { ints: { axis: 1 } }),
    sum: graph.node('ReduceSum', [weights, graph.ints(-1)]),
  };
}
