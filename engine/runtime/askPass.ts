/** Runs a planned pass over a canvas: what every canvas model does once it knows the rows. */
import type { CanvasRequest, Prediction } from '../decode/canvasModel';
import { Output } from '../graph/signature';
import type { CanvasPass } from './canvasPass';
import { floats, forbid, type GraphRunner } from './graphRunner';
import type { HostTensor } from './ortSession';
import { decodePredictions, withDistributions } from './predictions';

export interface PassTools {
  readonly runner: GraphRunner;
  /** Forbids what no cell may take. */
  readonly bias: Float32Array;
}

type AskedOutput = (typeof Output)[keyof typeof Output];

/** One prediction per row of the request. */
export async function predictPass(
  tools: PassTools,
  pass: CanvasPass,
  request: CanvasRequest,
): Promise<readonly Prediction[]> {
  const { topIds, topProbabilities, entropy, targetProbability, logits } = Output;
  const fetch = [topIds, topProbabilities, entropy, targetProbability] as const;
  const bias = forbid(tools.bias, request.forbidden ?? []);
  const outputs = await askPass({ ...tools, bias }, pass, request, request.whole ? [...fetch, logits] : fetch);
  const predictions = decodePredictions(outputs, request.targets !== undefined);
  return request.whole ? withDistributions(predictions, outputs[logits], bias) : predictions;
}

/** The raw logits of the requested rows, nothing suppressed: [rows, vocabulary], row by row. */
export async function logitsOfPass(tools: PassTools, pass: CanvasPass, request: CanvasRequest): Promise<Float32Array> {
  return floats((await askPass(tools, pass, request, [Output.logits]))[Output.logits]);
}

async function askPass<Name extends AskedOutput>(
  { runner, bias }: PassTools,
  pass: CanvasPass,
  request: CanvasRequest,
  fetch: readonly Name[],
): Promise<Readonly<Record<Name, HostTensor>>> {
  const question = {
    rows: request.rows.map(pass.rowOf),
    bias,
    ...(request.targets && { targets: request.targets }),
  };
  if (!pass.keep) return runner.ask(pass.rows, question, fetch);
  const { outputs, fresh } = await runner.askAndKeep(pass.rows, question, fetch);
  pass.keep(fresh);
  return outputs;
}
