/** The devices in a form: the fastest, and the available ones. */
import type { Service } from '../shared/requests';

export async function deviceChoices(service: Pick<Service, 'devices'>): Promise<string[]> {
  const devices = await service.devices();
  return ['auto', ...devices.filter(({ available }) => available).map(({ id }) => id)];
}
