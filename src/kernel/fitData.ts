/**
 * Whether a model takes data files as its input, judged by their headers: of a table or a picture it reads at most 64
 * KB.
 */
import { datasetOf, fitShape, outlineFile, samplesOf, type DataFile, type NamedInput } from '../formats';
import type { DataFit } from '../shared/dataset';
import { ArgumentError, FormatError } from '../shared/errors';

/** Files open at the same time. */
const AT_ONCE = 16;

/** One answer per path, in order; empty for an unreadable file, whose use will give the reason. */
export async function fitData(input: NamedInput, paths: readonly string[]): Promise<DataFit[]> {
  const answers: DataFit[] = [];
  for (let start = 0; start < paths.length; start += AT_ONCE)
    answers.push(...(await Promise.all(paths.slice(start, start + AT_ONCE).map((path) => fitOf(input, path)))));
  return answers;
}

async function fitOf(input: NamedInput, path: string): Promise<DataFit> {
  try {
    const file = await outlineFile(path);
    if (file.main === undefined) return fitOfArrays(input, file);
    const dataset = await datasetOf(file);
    const shape = sizeOf(file, dataset.description.shape);
    try {
      samplesOf(dataset, input);
      return { shape };
    } catch (error) {
      if (!(error instanceof ArgumentError)) throw error;
      return { shape, misfit: `has ${shape}, the model takes ${wantedBy(input)}` };
    }
  } catch (error) {
    if (error instanceof FormatError || error instanceof ArgumentError) return {};
    throw error;
  }
}

/** One array that fits is enough: the user picks one next. */
function fitOfArrays(input: NamedInput, { arrays }: DataFile): DataFit {
  const shape = `${arrays.length} arrays`;
  const isTaken = arrays.some(
    ({ shape, dtype }) => dtype !== 'string' && (!input.shape || fitShape(shape, input.shape)),
  );
  return { shape, ...(!isTaken && { misfit: `none of its ${shape} fits, the model takes ${wantedBy(input)}` }) };
}

/** "10 columns", "28 × 28 pixels", "samples of 3 × 32 × 32". */
function sizeOf({ columns, picture }: DataFile, sample: readonly number[]): string {
  if (columns) return `${columns.length} ${columns.length === 1 ? 'column' : 'columns'}`;
  if (picture) return `${picture.width} × ${picture.height} pixels`;
  return sample.length ? `samples of ${sample.join(' × ')}` : 'single numbers';
}

function wantedBy({ shape = [] }: NamedInput): string {
  return shape.slice(1).join(' × ');
}
