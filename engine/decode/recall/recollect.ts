import type { CanvasModel, CanvasRequest, Prediction } from '../canvasModel';
import type { Recall } from './best';
import { loudness, sharesOf, type RecallGate } from './gate';
import { mixed } from './mixture';
import { projectRecall } from './projectRecall';
import type { ProjectText } from './projectText';
import { neighbours, recall } from './recall';

export interface RecallTools {
  readonly model: Pick<CanvasModel, 'recallGate' | 'projectGate' | 'specials'>;
  /** Other files of the document's project. */
  readonly project?: ProjectText;
}

/** What one source says of a cell, and how much that counts. */
interface Said {
  readonly gate: RecallGate;
  readonly found: Recall;
}

/** What a parallel place has where a cell is, and how much it counts, 0 to 1. */
export interface Proposal {
  readonly id: number;
  readonly weight: number;
}

/**
 * The predictions with what document and project say about their cells, if the model comes with gates for that, and with
 * what is proposed for their rows.
 */
export function recollect(
  tools: RecallTools,
  request: CanvasRequest,
  predictions: readonly Prediction[],
  proposals: readonly (Proposal | undefined)[] = [],
): readonly Prediction[] {
  const { recallGate, projectGate, specials } = tools.model;
  if (!recallGate && !(projectGate && tools.project)) return predictions;
  const { rows, targets } = request;
  const textless = new Set([specials.delete, specials.expand].filter((id) => id !== undefined));
  const forbidden = new Set(request.forbidden);
  return predictions.map((prediction, i) => {
    const said = saidOf(tools, request, rows[i] ?? 0).filter(
      ({ found }) => ![...found.shares.keys()].some((id) => forbidden.has(id)),
    );
    const options = { textless, target: targets?.[i] };
    const sources = said.length > 0 ? together(said, prediction.probabilities[0] ?? 0) : undefined;
    const recalled = sources ? mixed(prediction, sources.shares, sources.weight, options) : prediction;
    const proposal = proposals[i];
    if (!proposal || forbidden.has(proposal.id)) return recalled;
    return mixed(recalled, new Map([[proposal.id, 1]]), proposal.weight, options);
  });
}

function saidOf({ model, project }: RecallTools, request: CanvasRequest, at: number): readonly Said[] {
  const { recallGate, projectGate, specials } = model;
  const special = { mask: specials.mask, without: specials.delete };
  const [left, right] = [neighbours(request, at, -1, special), neighbours(request, at, 1, special)];
  const sources = [
    { gate: recallGate, found: recallGate && recall(request, left, right) },
    { gate: projectGate, found: projectGate && project && projectRecall(project, left, right) },
  ];
  return sources.flatMap(({ gate, found }) => (gate && found ? [{ gate, found }] : []));
}

/** All sources as one: `shares` add up to 1, `weight` is what they count beside the model. */
function together(
  said: readonly Said[],
  top: number,
): { readonly shares: Map<number, number>; readonly weight: number } {
  const parts = sharesOf(said.map(({ gate, found }) => loudness(gate, found, top)));
  const weight = parts.reduce((a, b) => a + b, 0);
  const shares = new Map<number, number>();
  for (const [i, { found }] of said.entries()) {
    const part = (parts[i] ?? 0) / weight;
    for (const [id, share] of found.shares) shares.set(id, (shares.get(id) ?? 0) + part * share);
  }
  return { shares, weight };
}
