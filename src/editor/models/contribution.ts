/** The Models view and its commands in the manifest. */
import type { Contribution } from '../contribution';
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
          contents: 'Open a folder with a trained model to look into it.\n[Open Folder](command:vscode.openFolder)',
        },
        {
          when: 'workspaceFolderCount != 0',
          contents:
            'This workspace has no model that NetLoupe reads. Models in the ONNX format (.onnx) appear here by themselves; PyTorch, TensorFlow and scikit-learn [export to it](https://onnx.ai/supported-tools).\n\nFolders hidden by [files.exclude](command:workbench.action.openSettings?%5B%22files.exclude%22%5D) are not searched.',
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
    {
      id: 'explainModel',
      title: 'Explain Prediction…',
      icon: 'search',
      hidden: true,
      menus: {
        'view/item/context': [
          { when: modelRows, group: 'inline' },
          { when: modelRow, group: '1_explain' },
        ],
      },
    },
    {
      id: 'explainUnit',
      title: 'Explain a Unit…',
      icon: 'target',
      hidden: true,
      menus: { 'view/item/context': [{ when: layerRow, group: '1_explain' }] },
    },
    {
      id: 'copyName',
      title: 'Copy Name',
      icon: 'copy',
      hidden: true,
      menus: { 'view/item/context': [{ when: namedRow, group: '5_copy' }] },
    },
    {
      id: 'retryModel',
      title: 'Read Again',
      icon: 'refresh',
      hidden: true,
      menus: { 'view/item/context': [{ when: brokenModelRow, group: 'inline' }] },
    },
  ],
};
