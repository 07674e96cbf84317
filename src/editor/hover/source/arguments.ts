/**
 * The arguments of a call under the names of its signature, whether passed by position, by keyword, or in an object.
 */
import type { Source } from './source';
import { valueOf, type Value } from './value';

export class Arguments {
  readonly #ranges = new Map<string, [from: number, to: number]>();
  /** Some arguments come from elsewhere (`*sizes`, `**options`, `...options`), so missing ones may be among them. */
  #open = false;

  /** `parameters`: names of the positional arguments. */
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
      // The properties of a named object are written elsewhere.
      else if (source.language === 'script') this.#open = true;
      else if (!this.#open && parameters[place] !== undefined) this.#ranges.set(parameters[place++]!, [from, to]);
      else this.#open = true;
    }
  }

  /** The value of the argument with one of these names, `otherwise` if it is omitted. */
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
      // A shorthand property, `{ units }`, is a name: its range says nothing.
      else this.#ranges.set(key.text, this.source.is(from + 1, ':') ? [from + 2, to] : [from, to]);
    }
  }
}
