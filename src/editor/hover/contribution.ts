/** The manifest entries of hovers. */
import type { Contribution } from '../contribution';
import { languageIds } from './languages';

export const hoverContribution: Contribution = {
  settings: {
    'hover.layers': {
      type: 'boolean',
      default: true,
      scope: 'language-overridable',
      markdownDescription:
        'Show parameters, inputs, capacity and trained weights of a layer when you hover over its definition in Python, JavaScript or TypeScript, such as `nn.Linear(784, 80)`. The weights come from a model in the workspace that has the layer.',
    },
    'hover.files': {
      type: 'boolean',
      default: true,
      scope: 'language-overridable',
      markdownDescription:
        'Show the contents of a model or data file when you hover over its path in Python, JavaScript or TypeScript, such as `"digits.npz"`.',
    },
  },
  activation: languageIds.map((language) => `onLanguage:${language}`),
};
