/** What hovers add to the manifest. */
import type { Contribution } from '../contribution';
import { languageIds } from './languages';

export const hoverContribution: Contribution = {
  settings: {
    'hover.layers': {
      type: 'boolean',
      default: true,
      scope: 'language-overridable',
      markdownDescription:
        'Describe a layer when the pointer rests on its definition in Python, JavaScript or TypeScript, such as `nn.Linear(784, 80)`: its parameters, its inputs, how many points a unit can store, and its trained weights if a model of the workspace has it.',
    },
    'hover.files': {
      type: 'boolean',
      default: true,
      scope: 'language-overridable',
      markdownDescription:
        'Show what is inside when the pointer rests on the path of a model or data file in Python, JavaScript or TypeScript, such as `"digits.npz"`.',
    },
  },
  activation: languageIds.map((language) => `onLanguage:${language}`),
};
