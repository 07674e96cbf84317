/** netloupe analogy: arithmetic with word vectors, and scores on analogies. */
import { ArgumentError } from '../../shared/errors';
import type { AnalogySection } from '../../shared/vectors/requests';
import { text, type Command } from '../command';
import { table } from '../../shared/table';

export const analogy: Command = {
  name: 'analogy',
  positionals: ['VECTORS'],
  usage: '[--names FILE.txt] (--query "london - england + france" [--count N] [--own] | --file QUESTIONS.txt) [--json]',
  summary: 'Find the words nearest to a sum of word vectors',
  details:
    'Finds the words nearest to a sum and difference of word vectors; one word alone gives its neighbours. --own allows the query words among the answers. --file scores a file of analogies by section.\n\nVECTORS is GloVe or word2vec, as text or binary, FILE.npz[#ARRAY] with an array of names, or MODEL.onnx[#WEIGHTS] for an embedding matrix. --names is a file with one name per row, one on each line.',
  examples: [
    'analogy glove.6B.100d.txt --query "king - man + woman"',
    'analogy word2vec.bin --file questions-words.txt',
  ],
  options: {
    names: { type: 'string' },
    query: { type: 'string' },
    count: { type: 'string' },
    own: { type: 'boolean' },
    file: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run([vectors], values, { service, signal, onProgress, print }) {
    const query = text(values, 'query', '');
    const questions = text(values, 'file', '');
    if (Boolean(query) === Boolean(questions))
      throw new ArgumentError('analogy needs either --query "london - england + france" or --file QUESTIONS.txt.');
    if (questions && (values['count'] !== undefined || values['own'] !== undefined))
      throw new ArgumentError('--count and --own require --query.');
    const names = text(values, 'names', '');
    const source = { vectors: vectors!, ...(names && { names }) };
    const count = Number(text(values, 'count', '10'));
    const answer = query
      ? await service.vectorArithmetic({ ...source, query, count, own: values['own'] === true }, { signal, onProgress })
      : await service.scoreAnalogies({ ...source, questions }, { signal, onProgress });
    if (values['json']) {
      print(JSON.stringify(answer));
      return;
    }
    if ('neighbours' in answer)
      print(table([['nearest', 'cosine'], ...answer.neighbours.map(({ name, cosine }) => [name, cosine.toFixed(4)])]));
    else
      print(
        table([['section', 'correct', 'of', 'share', 'skipped'], ...[...answer.sections, answer.total].map(rowOf)]),
      );
    print('');
    for (const sentence of answer.conventions) print(sentence);
  },
};

function rowOf({ name, asked, correct, skipped }: AnalogySection) {
  return [name, correct, asked, asked ? `${((100 * correct) / asked).toFixed(1)} %` : '', skipped];
}
