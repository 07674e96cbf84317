/**
 * A feature's entries in VS Code's manifest, as plain data beside the feature; `scripts/manifest.ts` writes
 * package.json from it.
 */

/** The menus in use. */
export type MenuId = 'view/title' | 'view/item/context' | 'explorer/context' | 'editor/title';

export interface Placement {
  when: string;
  /** Groups are sorted by name, entries by the number after "@". */
  group: string;
}

export interface CommandContribution {
  /** Follows "netloupe.". */
  id: string;
  title: string;
  /** Name of a codicon. */
  icon?: string;
  /** For commands that act on the row of a tree or on a button's state: not in the command palette. */
  hidden?: true;
  menus?: Partial<Record<MenuId, readonly Placement[]>>;
  key?: { key: string; mac?: string; when: string };
}

export interface ViewContribution {
  /** Follows "netloupe.". */
  id: string;
  name: string;
  icon: string;
  /** Contents of an empty view, each with its condition. */
  welcome: readonly { when: string; contents: string }[];
}

/** A setting: JSON Schema, with VS Code's own keys. */
export interface SettingContribution {
  type: 'string' | 'boolean' | 'integer';
  default: string | boolean | number;
  minimum?: number;
  enum?: readonly string[];
  enumDescriptions?: readonly string[];
  /** `machine-overridable` for what depends on the machine, `language-overridable` for what depends on the code. */
  scope: 'machine-overridable' | 'language-overridable';
  markdownDescription: string;
}

export interface Contribution {
  commands?: readonly CommandContribution[];
  views?: readonly ViewContribution[];
  /** By name after "netloupe.". */
  settings?: Readonly<Record<string, SettingContribution>>;
  /** Files checked against media/experiment.schema.json. */
  validation?: { json: readonly string[]; yaml: readonly string[] };
  /** What activates the extension; its commands and views do so by themselves. */
  activation?: readonly string[];
}

/** A command for the rows of a view: only in their menu. */
export function ofRows(command: CommandContribution, ...placements: readonly Placement[]): CommandContribution {
  return { ...command, hidden: true, menus: { 'view/item/context': placements } };
}

/** The condition of a menu entry: all of these. */
export function all(...conditions: readonly string[]): string {
  return conditions.join(' && ');
}

/** A file of the explorer whose name ends so, in any case. */
export function fileLike(pattern: RegExp): string {
  return all('resourceScheme == file', `resourceFilename =~ ${String(pattern)}`);
}
