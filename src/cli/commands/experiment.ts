/** netloupe experiment run, list and show, and netloupe worker: their options. Their code is loaded on demand. */
import { deviceOption, type Command } from '../command';

const workspaceOption = { workspace: { type: 'string' } } as const;

export const experimentRun: Command = {
  name: 'experiment run',
  positionals: ['FILE'],
  usage: '[--only TEXT …] [--again] [--queue redis://HOST:PORT] [--workspace DIR] [--device D] [--json]',
  summary: 'Make the runs of an experiment file',
  details:
    'Keeps runs in DIR/.netloupe/runs; --only makes those whose name contains TEXT. Runs already done with the same files are skipped unless --again is given; failed and interrupted ones are tried again. DIR is the nearest folder above FILE with .netloupe or .git, else the folder of FILE.\n\nWith --queue, "netloupe worker" processes on any machine compute. The exit status is 1 if a run failed.',
  examples: ['experiment run strokes.netloupe.yaml', 'experiment run strokes.netloupe.yaml --only smoothgrad --again'],
  options: {
    only: { type: 'string', multiple: true },
    again: { type: 'boolean' },
    queue: { type: 'string' },
    json: { type: 'boolean' },
    ...workspaceOption,
    ...deviceOption,
  },
  run: async (...given) => (await import('../experiment/run')).runExperiment(...given),
};

export const experimentList: Command = {
  name: 'experiment list',
  positionals: [],
  usage: '[--workspace DIR] [--json]',
  summary: 'List the runs of a workspace',
  details: 'Newest first, with those that are being computed or were interrupted.',
  examples: ['experiment list', 'experiment list --workspace ~/networks --json'],
  options: { json: { type: 'boolean' }, ...workspaceOption },
  run: async (...given) => (await import('../experiment/list')).listRuns(...given),
};

export const experimentShow: Command = {
  name: 'experiment show',
  positionals: ['RUN'],
  usage: '[--out FILE.npz] [--png FILE.png] [--workspace DIR] [--json]',
  summary: "Show a run's question and result",
  details: 'RUN is its id, or a unique part of it.',
  examples: ['experiment show 3f9c', 'experiment show 3f9c --png map.png'],
  options: {
    out: { type: 'string' },
    png: { type: 'string' },
    json: { type: 'boolean' },
    ...workspaceOption,
  },
  run: async (...given) => (await import('../experiment/show')).showRun(...given),
};

export const worker: Command = {
  name: 'worker',
  positionals: [],
  usage: '--queue redis://[USER:PASSWORD@]HOST:PORT[/DATABASE] [--workspace DIR] [--parallel N]',
  summary: 'Compute the runs of a queue',
  details:
    'Computes runs that "experiment run --queue" or the editor puts into a queue, several at once, and keeps them in DIR/.netloupe/runs. That must be the same folder as theirs, under whatever path. After Ctrl-C it finishes the runs in progress.',
  examples: [
    'worker --queue redis://localhost:6379',
    'worker --queue redis://localhost:6379/2 --workspace ~/networks --parallel 4',
  ],
  options: { queue: { type: 'string' }, parallel: { type: 'string' }, ...workspaceOption },
  run: async (...given) => (await import('../experiment/work')).work(...given),
};
