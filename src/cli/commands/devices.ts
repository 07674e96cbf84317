/** netloupe devices: where models can run on this machine. */
import type { Command } from '../command';
import { table } from '../../shared/table';

export const devices: Command = {
  name: 'devices',
  positionals: [],
  usage: '[--json]',
  summary: "List this machine's devices",
  details: 'Tries every device that the engine supports and reports which work.',
  examples: ['devices', 'devices --json'],
  options: { json: { type: 'boolean' } },
  async run(_positionals, { json }, { service, print }) {
    const described = await service.devices(true);
    if (json) print(JSON.stringify(described, null, 2));
    else
      print(
        table([
          ['device', 'name', 'available', ''],
          ...described.map((d) => [d.id, d.title, d.available ? 'yes' : 'no', d.note]),
        ]),
      );
  },
};
