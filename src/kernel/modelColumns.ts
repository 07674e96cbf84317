/** What a classifier predicts for each sample of a data set: its class, how sure it is, and how wrong. */
import { ArgumentError } from '../shared/errors';
import type { Column, ModelColumnsRequest } from '../shared/dataset';
import type { CallOptions } from '../shared/requests';
import { toNumbers } from '../shared/tensor';
import { forwardBatches } from '../methods/forward';
import { rightClasses } from './classes';
import { labelsOf } from './describe';
import { askOf, type Host } from './host';

/**
 * "prediction", "confidence", and with a label column "loss" and "correct". Throws ArgumentError where the first output is no row of
 * classes, or where the labels of a column that was asked for are none of these classes.
 */
export async function modelColumns(
  host: Host,
  request: ModelColumnsRequest,
  { signal, onProgress }: CallOptions,
): Promise<Column[]> {
  const asked = await askOf(host, request);
  const { model, inputName, samples, device, engine } = asked;
  const output = model.graph.outputs[0]!.name;
  const names = await labelsOf(model);
  const found = await rightClasses(asked.dataset, model, request.label);
  const truth = found?.codes.some((code) => code >= 0) ? found : undefined;
  const remark = found?.remark;
  if (request.label !== undefined && !truth)
    throw new ArgumentError(remark ?? `No sample has a label in "${request.label}".`);
  const { memoryBudget } = request;
  const count = samples.count;
  const predictions = new Int32Array(count);
  const confidence = new Float32Array(count);
  const loss = new Float32Array(count);
  const batches = forwardBatches(
    {
      ...{ model, engine, device, memoryBudget, signal },
      outputs: [output],
      progress: (fraction) => onProgress?.({ fraction, message: 'Running the model' }),
    },
    {
      count,
      shapes: { [inputName]: [1, ...samples.shape] },
      read: async (start, n) => ({ [inputName]: await samples.read(start, n, signal && { signal }) }),
    },
  );
  const producer = model.graph.nodes.find((node) => node.outputs.includes(output));
  let classes = 0;
  for await (const { start, count: rows, values } of batches) {
    const { shape } = values[output]!;
    const numbers = toNumbers(values[output]!);
    classes = numbers.length / rows;
    if (shape[0] !== rows || classes < 2 || shape.slice(1).filter((size) => size > 1).length > 1)
      throw new ArgumentError(
        `"${output}" of ${model.path} has shape [${shape.join(', ')}], which is not a row of classes per sample, so there are no predictions.`,
      );
    for (let n = 0; n < rows; n++) {
      const scores = Array.from({ length: classes }, (_, k) => numbers[n * classes + k]!);
      const logs = logProbabilities(scores, producer?.op);
      const best = logs.reduce((top, log, k) => (log > logs[top]! ? k : top), 0);
      predictions[start + n] = best;
      confidence[start + n] = Math.exp(logs[best]!);
      const right = truth?.codes[start + n] ?? -1;
      loss[start + n] = right < 0 || right >= classes ? NaN : -logs[right]!;
    }
  }
  const categories = Array.from({ length: classes }, (_, k) => names?.[k] ?? String(k));
  const columns: Column[] = [
    { name: 'prediction', kind: 'categories', categories, codes: predictions },
    { name: 'confidence', kind: 'numbers', values: confidence },
  ];
  if (!truth) return remark === undefined ? columns : columns.map((column) => ({ ...column, remark }));
  const correct = Int32Array.from(truth.codes, (right, n) => (right < 0 ? -1 : Number(right === predictions[n])));
  return [
    ...columns,
    { name: 'loss', kind: 'numbers', values: loss },
    {
      name: 'correct',
      kind: 'categories',
      categories: ['wrong', 'right'],
      codes: correct,
      ...(remark !== undefined && { remark }),
    },
  ];
}

/** In nats: the logarithm of what a Softmax gave, or of the softmax of scores. */
function logProbabilities(scores: readonly number[], op: string | undefined): number[] {
  if (op === 'LogSoftmax') return [...scores];
  // The smallest positive float32 in place of an exact zero keeps the loss finite.
  if (op === 'Softmax') return scores.map((score) => Math.log(Math.max(score, 2 ** -149)));
  const largest = Math.max(...scores);
  const sum = Math.log(scores.reduce((total, score) => total + Math.exp(score - largest), 0)) + largest;
  return scores.map((score) => score - sum);
}
