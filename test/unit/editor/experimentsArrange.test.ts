/** The order of the Experiments view: headings, what the filter lets through, and ten thousand runs. */
import assert from 'node:assert/strict';
import { arrange, type Group, type Grouping } from '../../../src/editor/experiments/arrange';
import { storedRow, type RunRow } from '../../../src/editor/runs/rows';
import type { ReadableRun } from '../../../src/experiments/store/record';

const rows: RunRow[] = [
  stored('3', { experiment: 'b.netloupe.yaml', model: 'm/two.onnx', method: 'smoothgrad', title: 'Kept' }),
  stored('1', { model: 'm/ten.onnx', method: 'gradient', input: 'x.npz#a' }),
  stored('2', { experiment: 'b.netloupe.yaml', model: 'm/two.onnx', method: 'gradient', error: 'Out of memory.' }),
  stored('4', { experiment: 'gone.netloupe.yaml', method: 'capacity-curve' }),
  stored('6', { together: 't1', input: 'a.png', method: 'gradient' }),
  stored('7', { together: 't1', input: 'a.png', method: 'smoothgrad' }),
  stored('8', { together: 't2', input: 'a.png', model: 'm/ten.onnx' }),
  stored('9', { together: 't2', input: 'b.png', model: 'm/ten.onnx' }),
  { state: 'waiting', grid: 'g', run: { id: '5', label: 'five', method: 'gradient', experiment: 'b.netloupe.yaml' } },
  storedRow({ id: 'zz', unreadable: 'run.json: of version 9' }),
];
const files = ['a10.netloupe.yaml', 'a9.netloupe.yaml', 'b.netloupe.yaml'];

describe('arrangement of runs', () => {
  const cases: [title: string, by: Grouping, filter: string, headings: string[]][] = [
    [
      'by experiment: files without runs, runs without a file, what was started together, newest first, then what belongs to none',
      'experiment',
      '',
      [
        'experiment a9.netloupe.yaml:',
        'experiment a10.netloupe.yaml:',
        'experiment b.netloupe.yaml: 5 3 2',
        'experiment gone.netloupe.yaml: 4',
        'together t2: 9 8',
        'together t1: 7 6',
        'single : 1',
        'unreadable : zz',
      ],
    ],
    [
      'by model',
      'model',
      '',
      ['model m/ten.onnx: 9 8 1', 'model m/two.onnx: 3 2', 'model : 7 6 5 4', 'unreadable : zz'],
    ],
    [
      'by method',
      'method',
      '',
      ['method capacity-curve: 4', 'method gradient: 9 8 6 5 2 1', 'method smoothgrad: 7 3', 'unreadable : zz'],
    ],
    [
      'a filter of one word',
      'experiment',
      'GRADIENT',
      ['experiment b.netloupe.yaml: 5 2', 'together t2: 9 8', 'together t1: 6', 'single : 1'],
    ],
    ['a filter of two words, in any order', 'method', 'two.onnx kept', ['method smoothgrad: 3']],
    ['a filter by state', 'method', 'waiting', ['method gradient: 5']],
    ['a filter by error', 'experiment', 'memory', ['experiment b.netloupe.yaml: 2']],
    ['a filter by an experiment’s own name', 'experiment', 'a9', ['experiment a9.netloupe.yaml:']],
    ['a filter that nothing passes', 'experiment', 'nothing', []],
  ];
  for (const [title, by, filter, headings] of cases) {
    it(title, () => assert.deepEqual(arrange(rows, files, by, filter).map(text), headings));
  }

  it('knows the data that runs of one start share', () => {
    const groups = arrange(rows, files, 'experiment', '');
    const shared = groups.map((group) => [group.of, group.data]).filter(([, data]) => data !== undefined);
    assert.deepEqual(shared, [['t1', 'a.png']]);
  });

  it('puts 10 000 runs in order', () => {
    const many = Array.from({ length: 10_000 }, (_, i) =>
      stored(String(i).padStart(5, '0'), { experiment: `${i % 100}.netloupe.yaml` }),
    );
    const groups = arrange(many, [], 'experiment', '');
    assert.equal(groups.length, 100);
    assert.deepEqual(
      groups[7]!.rows.slice(0, 2).map(({ run }) => run.id),
      ['09907', '09807'],
    );
  });
});

function stored(id: string, about: Partial<ReadableRun>): RunRow {
  const state = about.error === undefined ? 'done' : 'failed';
  return storedRow({ id, label: id, method: 'gradient', state, started: '2026-01-01T00:00:00Z', seconds: 1, ...about });
}

function text({ kind, of, rows: members }: Group): string {
  return [`${kind} ${of}:`, ...members.map(({ run }) => run.id)].join(' ');
}
