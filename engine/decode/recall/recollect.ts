import type { CanvasModel, CanvasRequest, Prediction } from '../canvasModel';
import { gateOf } from './gate';
import { mixed } from './mixture';
import { neighbours, recall } from './recall';

/** The predictions with what the document says about their cells, if the model comes with a gate for that. */
export function recollect(
  { recallGate, specials }: Pick<CanvasModel, 'recallGate' | 'specials'>,
  request: CanvasRequest,
  predictions: readonly Prediction[],
): readonly Prediction[] {
  if (!recallGate) return predictions;
  const { rows, targets } = request;
  const special = { mask: specials.mask, without: specials.delete };
  const textless = new Set([specials.delete, specials.expand].filter((id) => id !== undefined));
  const forbidden = new Set(request.forbidden);
  return predictions.map((prediction, i) => {
    const at = rows[i] ?? 0;
    const found = recall(request, neighbours(request, at, -1, special), neighbours(request, at, 1, special));
    if (!found || [...found.shares.keys()].some((id) => forbidden.has(id))) return prediction;
    const weight = gateOf(recallGate, found, prediction.probabilities[0] ?? 0);
    return mixed(prediction, found.shares, weight, { textless, target: targets?.[i] });
  });
}
