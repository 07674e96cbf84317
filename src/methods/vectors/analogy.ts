/**
 * Scores analogies from a file of questions, section by section: "a is to b as c is to d" is right if d is nearest to b
 * − a + c.
 */
import { FormatError } from '../../shared/errors';
import type { AnalogiesAnswer, AnalogySection, MissedAnalogy } from '../../shared/vectors/requests';
import { additionConvention, combine, leftOutConvention, nearIsCosine } from './arithmetic';
import { lookUp, nearest, type Search, type VectorSpace } from './space';

interface Question {
  section: number;
  /** Rows of a, b, c and d. */
  rows: [number, number, number, number];
}

/** `text` is a questions-words file, named `path` in errors. Throws FormatError with the line, CancelledError. */
export async function scoreAnalogies(
  space: VectorSpace,
  text: string,
  path: string,
  search: Search,
): Promise<AnalogiesAnswer> {
  const { sections, questions } = read(space, text, path);
  const queries = new Float32Array(questions.length * space.width);
  for (const [i, { rows }] of questions.entries()) {
    const [a, b, c] = rows;
    const terms = [{ weight: 1, index: b }, { weight: -1, index: a }, { weight: 1, index: c }]; // prettier-ignore
    queries.set(combine(space, terms), i * space.width);
  }
  const own = questions.map(({ rows: [a, b, c] }) => new Set([a, b, c]));
  const found = await nearest(space, queries, 1, own, search);
  const missed: MissedAnalogy[] = [];
  for (const [i, { section, rows }] of questions.entries()) {
    const counted = sections[section]!;
    counted.asked++;
    const got = found[i]![0]?.index;
    if (got === rows[3]) {
      counted.correct++;
      continue;
    }
    const [a, b, c, wanted] = rows.map((row) => space.names[row]!) as [string, string, string, string];
    missed.push({ section, asked: [a, b, c], wanted, got: got === undefined ? '' : space.names[got]! });
  }
  const total = sections.reduce<AnalogySection>(
    (sum, { asked, correct, skipped }) => ({
      name: 'total',
      asked: sum.asked + asked,
      correct: sum.correct + correct,
      skipped: sum.skipped + skipped,
    }),
    { name: 'total', asked: 0, correct: 0, skipped: 0 },
  );
  return {
    sections,
    total,
    missed,
    conventions: [
      ...space.conventions,
      nearIsCosine,
      additionConvention,
      leftOutConvention,
      'Words are looked up as written, else in lower case; questions with an unknown word are skipped and do not count.',
    ],
  };
}

function read(space: VectorSpace, text: string, path: string): { sections: AnalogySection[]; questions: Question[] } {
  const sections: AnalogySection[] = [];
  const questions: Question[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (!line.trim() || line.startsWith('//')) continue;
    if (line.startsWith(':')) {
      sections.push({ name: line.slice(1).trim(), asked: 0, correct: 0, skipped: 0 });
      continue;
    }
    const words = line.trim().split(/\s+/);
    if (words.length !== 4)
      throw new FormatError(
        path,
        `line ${i + 1} has ${words.length} words; a question needs four, as in "athens greece oslo norway"`,
      );
    if (!sections.length) sections.push({ name: 'questions', asked: 0, correct: 0, skipped: 0 });
    const rows = words.map((word) => lookUp(space, word));
    if (rows.some((row) => row === undefined)) sections.at(-1)!.skipped++;
    else questions.push({ section: sections.length - 1, rows: rows as Question['rows'] });
  }
  if (!questions.length && !sections.some(({ skipped }) => skipped))
    throw new FormatError(path, 'has no questions; write lines of four words, under headings such as ": capitals"');
  return { sections, questions };
}
