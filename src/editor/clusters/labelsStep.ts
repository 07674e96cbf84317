/** The step that asks where to find the class of each sample. */
import { basename } from 'node:path';
import type { Service } from '../../shared/requests';
import type { Choice } from '../ask/choice';
import { back, type Step } from '../ask/wizard';
import { splitSpec } from '../fileTypes';
import { shapeText } from '../units';

/** Skipped if the data has no labels, and its file no array with one number per sample. */
export function labelsStep(service: Pick<Service, 'describeInput'>): Step<Choice> {
  return {
    isNeeded: ({ target }) => target === undefined,
    async ask(choice, wizard) {
      const { model = '', input = '' } = choice;
      const { file, array } = splitSpec(input);
      const { arrays, label } = await service.describeInput({ model, input });
      const samples = arrays.find(({ name }) => name === array)?.shape[0];
      const candidates = arrays.filter(
        ({ name, shape, dtype }) =>
          name !== array && name !== label && shape.length === 1 && shape[0] === samples && dtype !== 'string',
      );
      if (!candidates.length && label === undefined) return { ...choice, target: 'argmax' };
      const items = [
        ...(label === undefined ? [] : [{ label, description: 'the labels of the data', target: 'label' }]),
        ...candidates.map(({ name, dtype, shape }) => ({
          label: name,
          description: `${dtype} ${shapeText(shape)}`,
          target: `${file}#${name}`,
        })),
        { label: 'The class that the model predicts', description: 'without labels', target: 'argmax' },
      ];
      const picked = await wizard.pick({
        placeholder: `Choose the classes of the samples in ${basename(file)}`,
        items,
      });
      return picked === undefined || picked === back ? picked : { ...choice, target: picked.target };
    },
  };
}
