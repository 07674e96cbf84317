/** Shapley values by their definition: a player's gain, averaged over every order in which players can come. */

/** The share of each player; `values` are those of the coalitions, numbered by their players' bits. */
export function meanOverOrders(values: readonly number[], players: number): number[] {
  const gains = new Array<number>(players).fill(0);
  let orders = 0;
  const come = (there: number, path: readonly [player: number, gain: number][]): void => {
    if (path.length === players) {
      for (const [player, gain] of path) gains[player]! += gain;
      orders++;
    }
    for (let player = 0; player < players; player++) {
      const bit = 1 << player;
      if (!(there & bit)) come(there | bit, [...path, [player, values[there | bit]! - values[there]!]]);
    }
  };
  come(0, []);
  return gains.map((gain) => gain / orders);
}
