/** The arguments of a call under the names of its signature, whether given by place, by keyword, or in an object. */
import type { Source } from './source';
import { valueOf, type Value } from './value';

export class Arguments {
  readonly #ranges = new Map<string, [from: number, to: number]>();
  /** Some arguments come from elsewhere (`*sizes`, `**options`, `...options`): those that are not named here may be in it. */
  #open = false;

  /** `parameters`: the names of the arguments that may be given by place. */
  constructor(
    private readonly source: Source,
    open: number,
    parameters: readonly string[],
  ) {
    let place = 0;
    for (const [from, to] of source.partsOf(open)) {
      if (source.language === 'script' && source.is(from, '{')) this.#readObject(from);
      else if (source.is(from, '*') || source.is(from, '**') || source.is(from, '...')) this.#open = true;
      else if (source.isName(from) && source.is(from + 1, '='))
        this.#ranges.set(source.tokens[from]!.text, [from + 2, to]);
      // An object that has a name is one whose properties are written elsewhere.
      else if (source.language === 'script') this.#open = true;
      else if (!this.#open && parameters[place] !== undefined) this.#ranges.set(parameters[place++]!, [from, to]);
      else this.#open = true;
    }
  }

  /** The value of the argument that goes by one of these names, `otherwise` where it is left out. */
  get(names: readonly string[], otherwise: Value): Value {
    const range = names.map((name) => this.#ranges.get(name)).find((known) => known !== undefined);
    if (range) return valueOf(this.source, ...range);
    return this.#open ? undefined : otherwise;
  }

  #readObject(open: number): void {
    for (const [from, to] of this.source.partsOf(open)) {
      const key = this.source.tokens[from]!;
      if (this.source.is(from, '...')) this.#open = true;
      else if (key.kind !== 'name' && key.kind !== 'text') this.#open = true;
      // A property in short, `{ units }`, is a name: its range is one of which nothing can be told.
      else this.#ranges.set(key.text, this.source.is(from + 1, ':') ? [from + 2, to] : [from, to]);
    }
  }
}
