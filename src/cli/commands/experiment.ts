/** netloupe experiment run, list and show, and netloupe worker: their options. What they do is loaded when one of them is asked for. */
import { deviceOption, type Command } from '../command';

const workspaceOption = { workspace: { type: 'string' } } as const;

export const experimentRun: Command = {
  name: 'experiment run',
  positionals: ['FILE'],
  usage: '[--only TEXT …] [--again] [--queue redis://HOST:PORT] [--workspace DIR] [--device D] [--json]',
  summary: 'Make the runs of an experiment file',
  details:
    'Keeps runs in DIR/.netloupe/runs; --only makes those whose name contains TEXT. Runs that are done with the ' +
    'same files are not made again unless --again is given; failed and interrupted ones are tried again. DIR is ' +
    'the nearest folder upwards from FILE that has .netloupe or .git, else that of FILE.\n\nWith --queue, ' +
    '"netloupe worker" processes on any machine compute. The exit status is 1 if a run failed.',
  examples: ['experiment run faithfulness.yaml', 'experiment run faithfulness.yaml --only lrp --again'],
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
  details: 'Newest first, and what is being computed or was interrupted.',
  examples: ['experiment list', 'experiment list --workspace ~/networks --json'],
  options: { json: { type: 'boolean' }, ...workspaceOption },
  run: async (...given) => (await import('../experiment/list')).listRuns(...given),
};

export const experimentShow: Command = {
  name: 'experiment show',
  positionals: ['RUN'],
  usage: '[--out FILE.npz] [--png FILE.png] [--workspace DIR] [--json]',
  summary: 'Show what a run was asked and what came out',
  details: 'RUN is its id, or a part that no other id has.',
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
    'Computes runs that "experiment run --queue" or the editor puts into a queue, several at once, and keeps them ' +
    'in DIR/.netloupe/runs. That must be the folder which these see, under whatever path. After Ctrl-C it finishes ' +
    'the runs in hand.',
  examples: [
    'worker --queue redis://localhost:6379',
    'worker --queue redis://localhost:6379/2 --workspace ~/networks --parallel 4',
  ],
  options: { queue: { type: 'string' }, parallel: { type: 'string' }, ...workspaceOption },
  run: async (...given) => (await import('../experiment/work')).work(...given),
};
