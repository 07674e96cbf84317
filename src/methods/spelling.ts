/** How the command line asks for a method that has a command of its own: what its parameters are called there, and back. */

export type Settings = Readonly<Record<string, unknown>>;

export interface Spelling {
  /** The name of the command. */
  command: string;
  /** Options of its own, as --NAME TEXT. */
  options: readonly string[];
  /** The option that says the target, if not --target. */
  target?: 'labels';
  /**
   * `given` are the parameters that differ from their defaults, `all` are with the others. Settings go through --set. Throws ArgumentError
   * for what no options can say.
   */
  write(given: Settings, all: Settings): { options: string[]; settings: Settings };
  /** Parameters that the options give: the value of each option by its name, '' if absent, and what --set says. Throws ArgumentError. */
  read(option: (name: string) => string, settings: Settings): Record<string, unknown>;
}
