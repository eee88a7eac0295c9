/** Runs a planned pass over a canvas: what every canvas model does once it knows the rows. */
import type { CanvasRequest, Prediction } from '../decode/canvasModel';
import { Output } from '../graph/signature';
import type { CanvasPass, MeansWanted } from './canvasPass';
import { floats, forbid, type GraphQuestion, type GraphRows, type GraphRunner } from './graphRunner';
import type { HostTensor } from './ortSession';
import { decodePredictions, withDistributions } from './predictions';

export interface PassTools {
  readonly runner: GraphRunner;
  /** Forbids what no cell may take. */
  readonly bias: Float32Array;
}

/** Asks for rows that nobody asked for, too, and leaves their answers out. */
async function askForMeans<Name extends AskedOutput>(
  runner: GraphRunner,
  rows: GraphRows,
  { question, means }: { readonly question: GraphQuestion; readonly means: MeansWanted },
  fetch: readonly Name[],
): Promise<Readonly<Record<Name, HostTensor>>> {
  const others = means.rows.filter((row) => !question.rows.includes(row));
  const order = [...question.rows, ...others];
  const whole = {
    ...question,
    rows: order,
    ...(question.targets && { targets: [...question.targets, ...others.map(() => 0)] }),
    temperature: means.temperature,
  };
  const outputs = await runner.ask(rows, whole, [...fetch, Output.means]);
  means.take(
    reordered(
      outputs[Output.means],
      means.rows.map((row) => order.indexOf(row)),
    ),
  );
  const answers = fetch.map((name) => [name, firstRows(outputs[name], question.rows.length)] as const);
  return Object.fromEntries(answers) as Record<Name, HostTensor>;
}

function firstRows({ data, shape }: HostTensor, count: number): HostTensor {
  const width = shape.slice(1).reduce((product, length) => product * length, 1);
  return { data: data.subarray(0, count * width), shape: [count, ...shape.slice(1)] };
}

function reordered(tensor: HostTensor, order: readonly number[]): Float32Array {
  const data = floats(tensor);
  const width = tensor.shape.at(-1) ?? 0;
  const target = new Float32Array(order.length * width);
  for (const [row, from] of order.entries()) target.set(data.subarray(from * width, (from + 1) * width), row * width);
  return target;
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
  // Means are of what may be predicted; where there are any, the bias is not in the logits.
  const bias = pass.means ? tools.bias : new Float32Array(tools.bias.length);
  return floats((await askPass({ ...tools, bias }, pass, request, [Output.logits]))[Output.logits]);
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
  if (pass.means) return askForMeans(runner, pass.rows, { question, means: pass.means }, fetch);
  if (!pass.keep) return runner.ask(pass.rows, question, fetch);
  const { outputs, fresh } = await runner.askAndKeep(pass.rows, question, fetch);
  pass.keep(fresh);
  return outputs;
}
