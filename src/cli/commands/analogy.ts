/** netloupe analogy: arithmetic with word vectors, and how well they answer analogies. */
import { ArgumentError } from '../../shared/errors';
import type { AnalogySection } from '../../shared/vectors';
import { text, type Command } from '../command';
import { table } from '../table';

export const analogy: Command = {
  name: 'analogy',
  positionals: ['VECTORS'],
  usage: '(--query "london - england + france" [--count N] | --file QUESTIONS.txt) [--json]',
  summary:
    'Finds the words nearest to a sum and difference of word vectors (one word alone: its neighbours), or scores a file of analogies by ' +
    'section. VECTORS is GloVe or word2vec, as text or binary, or FILE.npz[#ARRAY] with an array of names.',
  options: {
    query: { type: 'string' },
    count: { type: 'string' },
    file: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run([vectors], values, { service, signal, print }) {
    const query = text(values, 'query', '');
    const questions = text(values, 'file', '');
    if (Boolean(query) === Boolean(questions))
      throw new ArgumentError('analogy needs either --query "london - england + france" or --file QUESTIONS.txt.');
    if (questions && values['count'] !== undefined) throw new ArgumentError('--count belongs to a --query.');
    const answer = query
      ? await service.vectorArithmetic(
          { vectors: vectors!, query, count: Number(text(values, 'count', '10')) },
          { signal },
        )
      : await service.scoreAnalogies({ vectors: vectors!, questions }, { signal });
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
