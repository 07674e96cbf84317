/** package.json as the features of the editor make it: their commands, menus, views, settings, and what wakes the extension. */
import { readFileSync } from 'node:fs';
import type { CommandContribution, Contribution, MenuId } from '../src/editor/contribution';
import { contributions } from '../src/editor/contributions';

const schema = './media/experiment.schema.json';

/** The text of package.json with these parts made anew; all else stays as it stands there. */
export function manifestText(): string {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown>;
  return `${JSON.stringify({ ...manifest, activationEvents: activationEvents(), contributes: contributes() }, null, 2)}\n`;
}

function activationEvents(): string[] {
  return from(({ activation }) => activation).sort();
}

function contributes(): Record<string, unknown> {
  const commands = from((feature) => feature.commands);
  const views = from((feature) => feature.views);
  const validation = from(({ validation: files }) => files && [files]);
  return {
    commands: commands.map(({ id, title, icon }) => ({
      command: `netloupe.${id}`,
      title,
      category: 'NetLoupe',
      ...(icon !== undefined && { icon: `$(${icon})` }),
    })),
    configuration: {
      title: 'NetLoupe',
      properties: Object.fromEntries(
        from(({ settings }) => settings && Object.entries(settings)).map(([name, setting]) => [
          `netloupe.${name}`,
          setting,
        ]),
      ),
    },
    menus: menusOf(commands),
    jsonValidation: validation.flatMap(({ json }) => json.map((fileMatch) => ({ fileMatch, url: schema }))),
    // Read by the YAML extension of Red Hat.
    yamlValidation: validation.map(({ yaml }) => ({ fileMatch: yaml, url: schema })),
    viewsContainers: { activitybar: [{ id: 'netloupe', title: 'NetLoupe', icon: 'media/netloupe.svg' }] },
    views: { netloupe: views.map(({ id, name, icon }) => ({ id: `netloupe.${id}`, name, icon })) },
    viewsWelcome: views.flatMap(({ id, welcome }) =>
      welcome.map(({ when, contents }) => ({ view: `netloupe.${id}`, when, contents })),
    ),
    keybindings: commands.flatMap(({ id, key }) => (key ? [{ command: `netloupe.${id}`, ...key }] : [])),
  };
}

function menusOf(commands: readonly CommandContribution[]): Record<string, unknown[]> {
  const ids = [...new Set(commands.flatMap(({ menus = {} }) => Object.keys(menus) as MenuId[]))];
  const entries = (menu: MenuId) =>
    commands.flatMap(({ id, menus }) =>
      (menus?.[menu] ?? []).map((place) => ({ command: `netloupe.${id}`, ...place })),
    );
  return {
    commandPalette: commands
      .filter(({ hidden }) => hidden)
      .map(({ id }) => ({ command: `netloupe.${id}`, when: 'false' })),
    ...Object.fromEntries(ids.map((menu) => [menu, entries(menu)])),
  };
}

/** One part of every feature, in order. */
function from<T>(part: (feature: Contribution) => readonly T[] | undefined): T[] {
  return contributions.flatMap((feature) => part(feature) ?? []);
}
