/** The Models view and its commands in the manifest. */
import { ofRows, type Contribution } from '../contribution';
import { brokenModelRow, layerRow, modelRow, modelRows, namedRow } from './rows';

export const modelsContribution: Contribution = {
  views: [
    {
      id: 'models',
      name: 'Models',
      icon: 'media/netloupe.svg',
      welcome: [
        {
          when: 'workspaceFolderCount == 0',
          contents: 'Open a folder that contains a trained model.\n[Open Folder](command:vscode.openFolder)',
        },
        {
          when: 'workspaceFolderCount != 0',
          contents:
            'This workspace has no model that NetLoupe can read. ONNX models (.onnx) appear here automatically; PyTorch, TensorFlow and scikit-learn [can export them](https://onnx.ai/supported-tools).\n\nFolders hidden by [files.exclude](command:workbench.action.openSettings?%5B%22files.exclude%22%5D) are not searched.',
        },
      ],
    },
  ],
  commands: [
    {
      id: 'refreshModels',
      title: 'Refresh Models',
      icon: 'refresh',
      menus: { 'view/title': [{ when: 'view == netloupe.models', group: 'navigation' }] },
    },
    ofRows(
      { id: 'explainModel', title: 'Explain Prediction…', icon: 'search' },
      { when: modelRows, group: 'inline' },
      { when: modelRow, group: '1_explain' },
    ),
    ofRows({ id: 'explainUnit', title: 'Explain a Unit…', icon: 'target' }, { when: layerRow, group: '1_explain' }),
    ofRows({ id: 'copyName', title: 'Copy Name', icon: 'copy' }, { when: namedRow, group: '5_copy' }),
    ofRows({ id: 'retryModel', title: 'Read Again', icon: 'refresh' }, { when: brokenModelRow, group: 'inline' }),
  ],
};
