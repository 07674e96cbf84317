/** The Experiments view, its commands, and experiment files in the manifest. */
import { all, ofRows, type Contribution, type Placement } from '../contribution';

const inExperiments = 'view == netloupe.experiments';
const one = '!listMultiSelection';
const experimentFile = 'resourceFilename =~ /\\.netloupe\\.(yaml|yml|json)$/';

/** A place in the menu of a row whose kind and state match. */
const row = (viewItem: string, group: string, ...conditions: string[]): Placement => ({
  when: all(inExperiments, `viewItem =~ /^${viewItem}/`, ...conditions),
  group,
});
const anyRun = 'run (done|stale|failed|unreadable)';
const readableRun = 'run (done|stale|failed)';
const endedGroup = 'together idle';
const idleExperiment = 'experiment idle file';
const experimentOfFile = 'experiment .*file';

export const experimentsContribution: Contribution = {
  views: [
    {
      id: 'experiments',
      name: 'Experiments',
      icon: '$(beaker)',
      welcome: [
        {
          when: 'workspaceFolderCount != 0',
          contents:
            'Every explanation is kept here as a run. Open it again, compare it, repeat it.\n[Explain a Prediction](command:netloupe.explain)\nTo make many runs at once, choose Save as Experiment… in the menu of a run.',
        },
        {
          when: 'workspaceFolderCount == 0',
          contents: 'Runs are kept in the open folder.\n[Open Folder](command:vscode.openFolder)',
        },
      ],
    },
  ],
  commands: [
    {
      id: 'refreshExperiments',
      title: 'Refresh Experiments',
      icon: 'refresh',
      menus: { 'view/title': [{ when: inExperiments, group: 'navigation@3' }] },
    },
    {
      id: 'groupExperiments',
      title: 'Group Runs…',
      icon: 'group-by-ref-type',
      menus: { 'view/title': [{ when: inExperiments, group: 'navigation@2' }] },
    },
    {
      id: 'filterExperiments',
      title: 'Filter Runs…',
      icon: 'filter',
      menus: {
        'view/title': [{ when: all(inExperiments, '!netloupe.experimentsFiltered'), group: 'navigation@1' }],
      },
    },
    {
      id: 'clearExperimentsFilter',
      title: 'Clear Filter',
      icon: 'filter-filled',
      hidden: true,
      menus: {
        'view/title': [{ when: all(inExperiments, 'netloupe.experimentsFiltered'), group: 'navigation@1' }],
      },
    },
    { id: 'showMoreRuns', title: 'Show More Runs', hidden: true },
    {
      id: 'runExperiment',
      title: 'Run Experiment',
      icon: 'play',
      menus: {
        'view/item/context': [row(idleExperiment, 'inline@1'), row(experimentOfFile, '1_run@1', one)],
        'explorer/context': [{ when: all('resourceScheme == file', experimentFile), group: 'navigation@50' }],
        'editor/title': [{ when: experimentFile, group: 'navigation' }],
      },
    },
    ofRows(
      { id: 'cancelExperiment', title: 'Cancel', icon: 'stop-circle' },
      row('(experiment|together|single|model|method) busy', 'inline@1'),
      row('run (waiting|running)', 'inline@1'),
    ),
    ofRows(
      { id: 'openExperiment', title: 'Open Experiment', icon: 'go-to-file' },
      row(experimentOfFile, 'inline@2'),
      row(experimentOfFile, '1_run@3', one),
    ),
    {
      id: 'openLastResult',
      title: 'Open Last Result',
      icon: 'eye',
      menus: { 'view/item/context': [row('experiment', '1_run@2', one)] },
    },
    {
      id: 'saveAsExperiment',
      title: 'Save as Experiment…',
      icon: 'save-as',
      menus: {
        'view/item/context': [row(readableRun, '2_compare@2')],
        'editor/title': [{ when: 'activeWebviewPanelId =~ /^netloupe\\.(explain|cloud)$/', group: 'navigation' }],
      },
    },
    ofRows({ id: 'openRun', title: 'Open Result', icon: 'eye' }, row(readableRun, '1_run@1', one)),
    ofRows(
      { id: 'repeatRuns', title: 'Run Again', icon: 'debug-rerun' },
      row(readableRun, '1_run@2'),
      row(endedGroup, '1_run@2', one),
      row(readableRun, 'inline@2', one),
    ),
    {
      ...ofRows({ id: 'renameRun', title: 'Rename…', icon: 'edit' }, row(readableRun, '7_modify@1', one)),
      key: { key: 'f2', when: 'focusedView == netloupe.experiments && listFocus && !inputFocus' },
    },
    {
      ...ofRows(
        { id: 'deleteRuns', title: 'Delete', icon: 'trash' },
        row(anyRun, '7_modify@2'),
        row(endedGroup, '7_modify@2', one),
      ),
      key: {
        key: 'delete',
        mac: 'cmd+backspace',
        when: 'focusedView == netloupe.experiments && listFocus && !inputFocus',
      },
    },
    ofRows(
      { id: 'compareSelectedRuns', title: 'Compare Runs', icon: 'compare-changes' },
      row('run (done|stale)', '2_compare@1', 'listMultiSelection'),
      row(endedGroup, 'inline@1'),
      row(endedGroup, '2_compare@1', one),
    ),
    ofRows({ id: 'copyRunCommand', title: 'Copy as CLI Command', icon: 'terminal' }, row(readableRun, '5_copy@1', one)),
    ofRows({ id: 'copyRunId', title: 'Copy ID', icon: 'copy' }, row(anyRun, '5_copy@2')),
    ofRows({ id: 'revealRun', title: 'Reveal in Explorer View', icon: 'folder' }, row(anyRun, '3_reveal@1', one)),
    ofRows(
      { id: 'revealRunInSystem', title: 'Reveal in File Manager' },
      row(anyRun, '3_reveal@2', one, "!isWeb && remoteName == ''"),
    ),
  ],
  settings: {
    'queue.url': {
      type: 'string',
      default: '',
      scope: 'machine-overridable',
      markdownDescription:
        'Address of a Redis server, such as `redis://127.0.0.1:6379`. With it, `netloupe worker` processes on this and other machines that share the files compute experiments. Empty: this machine does.',
    },
  },
  validation: { json: ['*.netloupe.json'], yaml: ['*.netloupe.yaml', '*.netloupe.yml'] },
  activation: ['workspaceContains:.netloupe/grids', 'workspaceContains:**/*.netloupe.{yaml,yml,json}'],
};
