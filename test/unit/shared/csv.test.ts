/** Tables as text: what a spreadsheet and other readers make of it, and that nothing in a cell runs as a formula. */
import assert from 'node:assert/strict';
import Papa from 'papaparse';
import { csvOf, float32Cell, tsvOf } from '../../../src/shared/csv';
import { sourceFiles } from '../repository/files';

const formulas = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '-',
  '--1',
  '=HYPERLINK("http://x","y")',
  '-inf()',
];
const numbers = ['-1', '+2', '-0.5', '-.5', '-5.', '-1e-9', '+3E+7'];

describe('tables as text', () => {
  it('are read back as they were', () => {
    const cells = ['a', 'a "b", c', 'two\r\nlines', ' spaces ', '', 'ä — 漢字'];
    const { data } = Papa.parse<string[]>(csvOf([cells, cells]).trimEnd());
    assert.deepEqual(data, [cells, cells]);
  });

  it('end each line of CSV with CR LF, each line of TSV with LF', () => {
    assert.equal(csvOf([['a', 1], ['b', 2]]), 'a,1\r\nb,2\r\n'); // prettier-ignore
    assert.equal(tsvOf([['a', 1], ['b', 2]]), 'a\t1\nb\t2\n'); // prettier-ignore
    assert.equal(csvOf([]) + tsvOf([]), '');
  });

  for (const text of formulas)
    it(`keep ${JSON.stringify(text)} from running`, () => {
      const [[cell]] = Papa.parse<string[]>(csvOf([[text, 1]])).data as [[string]];
      assert.equal(cell, `'${text}`);
      // In a cell of tab-separated text there are no tabs and line ends, so that what follows them is another cell's or none.
      const [tabbed] = tsvOf([[text, 1]]).split('\t');
      assert.ok(!/^[=+\-@\t\r]/.test(tabbed!), tabbed);
    });

  for (const text of numbers)
    it(`leave the number ${text} as it is, also as text`, () => {
      assert.equal(csvOf([[text, Number(text)]]), `${text},${Number(text)}\r\n`);
      assert.equal(tsvOf([[text]]), `${text}\n`);
    });

  it('have empty cells where there is no number, and every digit of a whole one', () => {
    assert.equal(csvOf([[NaN, undefined, -(2n ** 70n), -Infinity]]), `,,-${2n ** 70n},-Infinity\r\n`);
  });

  it('keep to one line and one cell in TSV', () => {
    assert.equal(tsvOf([['a\tb\r\nc', '"q"']]), 'a b c\t"q"\n');
  });

  it('write a float32 in the fewest digits that bring it back', () => {
    for (const value of [0.1, 1 / 3, 16777217, -2.5e-38, 3e38].map(Math.fround)) {
      const short = float32Cell(value);
      assert.equal(Math.fround(short), value);
      assert.ok(String(short).length <= String(value).length);
    }
    assert.equal(float32Cell(Math.fround(0.1)), 0.1);
  });
});

describe('source files', () => {
  it('write tables in one place only', () => {
    const writer = /unparse\(|replaceAll\('"', '""'\)|join\('\\t'\)/;
    // These quote names within a query and within the spec of a data set, which no spreadsheet opens.
    const allowed = ['src/shared/csv.ts', 'src/shared/vectors/expression.ts', 'src/formats/dataset/table.ts'];
    const others = sourceFiles(['src', 'webview']).filter(
      ({ path, text }) => !allowed.includes(path) && writer.test(text),
    );
    assert.deepEqual(others.map(({ path }) => path), []); // prettier-ignore
  });
});
