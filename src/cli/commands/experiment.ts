/** netloupe experiment run, list and show, and netloupe worker: their options. What they do is loaded when one of them is asked for. */
import { deviceOption, type Command } from '../command';

const workspaceOption = { workspace: { type: 'string' } } as const;

export const experimentRun: Command = {
  name: 'experiment run',
  positionals: ['FILE'],
  usage: '[--only TEXT …] [--again] [--queue redis://HOST:PORT] [--workspace DIR] [--device D] [--json]',
  summary:
    'Makes the runs of an experiment file, those alone whose name contains TEXT if given, and keeps them in DIR/.netloupe/runs. Runs ' +
    'that are done already, with the same files, are kept and not made again unless --again is given; failed ones are tried again, and ' +
    'what an interrupted command has left is gone on with. DIR is the nearest folder upwards from FILE that has .netloupe or .git, ' +
    'else that of FILE. With a queue, "netloupe worker" processes on any machine compute. Exit status 1 if a run failed.',
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
  summary: 'Lists the runs of a workspace folder, newest first, and what is being computed or was interrupted in it.',
  options: { json: { type: 'boolean' }, ...workspaceOption },
  run: async (...given) => (await import('../experiment/list')).listRuns(...given),
};

export const experimentShow: Command = {
  name: 'experiment show',
  positionals: ['RUN'],
  usage: '[--out FILE.npz] [--png FILE.png] [--workspace DIR] [--json]',
  summary: 'Shows what a run was asked and what came out. RUN is its id, or a part that no other id has.',
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
  summary:
    'Computes the runs that "experiment run --queue" or the editor hands to a queue, several at once, and keeps them in DIR/.netloupe/runs, ' +
    'which must be the very folder that these see, under whatever path. Ends on Ctrl-C when the runs in hand are done.',
  options: { queue: { type: 'string' }, parallel: { type: 'string' }, ...workspaceOption },
  run: async (...given) => (await import('../experiment/work')).work(...given),
};
