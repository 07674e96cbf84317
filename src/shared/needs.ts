/**
 * What a method needs to run. Questions, experiment files, forms, the command line, the documentation and the
 * preparation in the compute process are derived from it, so that a method with a new combination of needs is one new
 * file.
 */

/**
 * The closed vocabulary, with its wording in sentences. A new need also requires a preparation (`kernel/prepare.ts`).
 */
export const needNames = {
  model: 'a model',
  input: 'data that the model takes',
  target: 'a target',
  explanations: 'explanations by other methods',
  layer: 'a layer of the model',
  data: 'a data set',
  points: 'points (the rows of a data set, or a layer’s activations over it)',
  map: 'an earlier map of points',
} as const;

export type Need = keyof typeof needNames;

/** What a method requires, and what it can also use. */
export type Needs = Readonly<Partial<Record<Need, 'always' | 'optional'>>>;

/** What explaining a prediction needs. */
export const prediction = { model: 'always', input: 'always', target: 'always' } as const satisfies Needs;

/** Whether a method can run with no more than this. */
export function isMet(needs: Needs, has: readonly Need[]): boolean {
  return needsOf(needs, 'always').every((need) => has.includes(need));
}

export function needsOf(needs: Needs, how: 'always' | 'optional'): Need[] {
  return (Object.keys(needNames) as Need[]).filter((need) => needs[need] === how);
}

/** "a model, data that the model takes and a target" */
export function needsText(needs: readonly Need[]): string {
  const names = needs.map((need) => needNames[need]);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
