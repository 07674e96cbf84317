/** The choices for a map of the same samples: the form's methods, devices and layers. */
import type { CloudChoices } from '../../shared/api/cloud';
import type { CloudQuestion } from '../../shared/cloud/question';
import { isMet } from '../../shared/needs';
import type { Service } from '../../shared/requests';
import { deviceChoices } from '../devices';
import { layerTitle } from '../unit';

/** Throws FormatError for a model that can no longer be read. */
export async function readChoices(
  service: Pick<Service, 'methods' | 'devices' | 'describeModel'>,
  { model }: Pick<CloudQuestion, 'model'>,
): Promise<CloudChoices> {
  const [methods, devices, description] = await Promise.all([
    service.methods(),
    deviceChoices(service),
    model === undefined ? undefined : service.describeModel(model),
  ]);
  return {
    methods: methods.filter(({ gives, needs }) => gives === 'cloud' && isMet(needs, ['points'])),
    devices,
    ...(description && {
      layers: description.layers.map((layer) => ({ output: layer.output, title: layerTitle(layer) })),
    }),
  };
}
