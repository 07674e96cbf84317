/** The ways to select points, from whatever input: the stage, the legend, a key, a search. */
import type { Neighbours } from '../../src/shared/embedding';
import type { ShownColumn } from './columns';
import type { Colouring } from './look/colouring';
import { combined, indicesWith, inverted, samplesWith, withNeighbours, type How } from './selection';
import type { LegendChoice } from './side/legend';

/** What can currently be selected. */
export interface Choosable {
  selected: readonly number[];
  /** Those that the legend lets through. */
  through: readonly number[];
  colouring: Colouring;
  columns: readonly ShownColumn[];
  neighbours: Neighbours | undefined;
  /** The sample under the pointer, -1 for none. */
  hovered: number;
}

export class Choosing {
  constructor(
    private readonly now: () => Choosable,
    private readonly select: (indices: readonly number[]) => void,
  ) {}

  readonly choose = (indices: readonly number[], how: How): void =>
    this.select(combined(this.now().selected, indices, how));

  readonly chooseAll = (): void => this.select(this.now().through);

  readonly invert = (): void => {
    const { selected, through } = this.now();
    this.select(inverted(selected, through));
  };

  readonly clear = (): void => this.select([]);

  readonly addNeighbours = (): void => {
    const { selected, neighbours } = this.now();
    if (neighbours) this.select(withNeighbours(selected, neighbours));
  };

  /** The sample under the pointer and its nearest neighbours. */
  readonly chooseNear = (add: boolean): void => {
    const { hovered, neighbours } = this.now();
    if (hovered >= 0 && neighbours) this.choose(withNeighbours([hovered], neighbours), add ? 'add' : 'replace');
  };

  readonly chooseEntry = ({ entry, how }: LegendChoice): void => {
    const { colouring, through } = this.now();
    const { entries } = colouring;
    this.choose(entry === undefined || !entries ? through : indicesWith(entries, entry), how);
  };

  /** Says that there are none; '' if there are. */
  readonly find = (text: string, add: boolean): string => {
    const { columns, colouring } = this.now();
    const found = samplesWith(text, columns, colouring.colours.length);
    if (found.length > 0) this.choose(found, add ? 'add' : 'replace');
    return found.length > 0 || text.trim() === '' ? '' : `No sample has “${text.trim()}” in a category.`;
  };
}
