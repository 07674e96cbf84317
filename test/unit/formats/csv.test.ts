/** Tables: headers, labels, separators and encodings; and each way to be no table, with line and byte. */
import assert from 'node:assert/strict';
import { linesOfRows } from '../../../src/formats/csv';
import { openFile, readData } from '../../../src/formats/open';
import { formatError, temporaryFiles } from './files';

const tables: [what: string, text: string | Buffer, columns: string[], rows: number[][], labels?: Record<string, string[]>][] = [
  ['header', 'a,b\n1,2\n3,4\n', ['a', 'b'], [[1, 2], [3, 4]]],
  ['no header', '1,2\n3,4', ['column 1', 'column 2'], [[1, 2], [3, 4]]],
  ['one row', '1,2', ['column 1', 'column 2'], [[1, 2]]],
  ['one column', 'x\n1\n2\n', ['x'], [[1], [2]]],
  ['header with numbers', 'id,2019,2020\n1,5,6\n', ['id', '2019', '2020'], [[1, 5, 6]]],
  ['labels last', 'x,y,species\n1,2,setosa\n3,4,virginica\n', ['x', 'y'], [[1, 2], [3, 4]], { species: ['setosa', 'virginica'] }],
  ['labels first, no header', 'cat,1\ndog,2\n', ['column 2'], [[1], [2]], { 'column 1': ['cat', 'dog'] }],
  ['semicolons', 'a;b\n1;2\n', ['a', 'b'], [[1, 2]]],
  ['tabs', 'a\tb\n1\t2\n', ['a', 'b'], [[1, 2]]],
  ['Windows lines, blank lines, spaces', 'a, b\r\n\r\n 1 , 2\r\n\r\n', ['a', 'b'], [[1, 2]]],
  ['quotes', '"a, b","c ""d"""\n"1","2"\n', ['a, b', 'c "d"'], [[1, 2]]],
  ['ways to write numbers', '1e3,-.5,+2.,1E-2\n-0,NaN,inf,-Infinity\n', ['column 1', 'column 2', 'column 3', 'column 4'], [[1000, -0.5, 2, Math.fround(0.01)], [-0, NaN, Infinity, -Infinity]]],
  ['byte-order mark', '\ufeffa,b\n1,2\n', ['a', 'b'], [[1, 2]]],
  ['UTF-16', Buffer.from('\ufeffa,é\n1,2\n', 'utf16le'), ['a', 'é'], [[1, 2]]],
  ['savetxt header', '# a,b\n1,2\n', ['a', 'b'], [[1, 2]]],
]; // prettier-ignore

const broken: [what: string, text: string | Buffer, reason: RegExp, offset?: number][] = [
  ['empty file', '', /empty/, 0],
  ['blank lines alone', '\n\n', /no rows/],
  ['header alone', 'a,b\n', /no rows/],
  ['only text', 'a,b\nc,d\n', /no column of numbers/],
  ['ragged row', 'é,b\n1,2\n3,4,5\n', /^line 3: has 3 cells, but the first row has 2/, 9],
  ['short row after a quoted line break', '"a\nb",c,d\n1,2,3\n4,5\n', /^line 4: has 2 cells/, 16],
  ['text in the middle', 'a,b,c\n1,2,3\n1,two,3\n', /^line 3: column 2 \("b"\) has "two", which is not a number/, 12],
  ['empty cell', 'a,b,c\n1,,3\n', /^line 2: column 2 \("b"\) is empty/, 6],
  ['a slip among numbers', '1,2\n3,4O\n', /^line 2: column 2 has "4O"/, 4],
  ['a number among labels', 'cat,1\ndog,2\n7,3\n', /^line 1: column 1 has "cat"/, 0],
  ['hexadecimal', 'a,b,c\n1,0x10,3\n', /"0x10"/],
  ['unclosed quote', 'a,b\n1,"2\n', /quote/i],
  ['a zero byte', Buffer.from([0x31, 0x2c, 0, 0x32]), /not text/, 2],
  ['Latin-1', Buffer.from([0xe9, 0x2c, 0x31]), /not UTF-8/],
];

describe('formats/csv', () => {
  const file = temporaryFiles();

  for (const [what, text, columns, rows, labels = {}] of tables)
    it(`reads ${what}`, async () => {
      const opened = await openFile(file('table.csv', text));
      assert.deepEqual(opened.columns, columns);
      const table = await opened.read('table');
      assert.deepEqual(table, {
        dtype: 'float32',
        shape: [rows.length, columns.length],
        data: Float32Array.from(rows.flat()),
      });
      assert.deepEqual(
        opened.arrays.slice(1).map(({ name }) => name),
        Object.keys(labels),
      );
      for (const [name, data] of Object.entries(labels))
        assert.deepEqual(await opened.read(name), { dtype: 'string', shape: [data.length], data });
    });

  for (const [what, text, reason, offset] of broken)
    it(`refuses ${what}`, async () => {
      await assert.rejects(readData(file('broken.csv', text)), formatError(reason, offset));
    });

  it('knows the line of each row, whatever is skipped or runs over several', () => {
    const text = 'name,x,y\r\n"a\r\nb",1,2\r\n\r\nc,3,4\r\n"d",5,6\r\n';
    const lines = text.split('\r\n');
    assert.deepEqual(
      linesOfRows(text, 't.csv').map((line) => lines[line - 1]),
      ['"a', 'c,3,4', '"d",5,6'],
    );
    assert.deepEqual(linesOfRows('1,2\n3,4', 't.csv'), [1, 2]);
  });

  it('holds more rows than its first buffer', async () => {
    const text = Array.from({ length: 5000 }, (_, row) => `${row},${row * 2}`).join('\n');
    const { shape, data } = await readData(file('long.csv', text));
    assert.deepEqual(shape, [5000, 2]);
    assert.deepEqual([...data.slice(-2)], [4999, 9998]);
  });
});
