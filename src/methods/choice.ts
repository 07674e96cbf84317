/** Parameters that name a method or a measure, optionally with parameters of its own. */
import * as z from 'zod';
import { NetLoupeError } from '../shared/errors';
import { byNearness } from '../shared/nearest';
import { changedParameters, parseParameters, type Method } from './method';

/** As written and stored: just the id if everything has its default. */
export type Choice = string | { id: string; parameters: Record<string, unknown> };

type Choosable = Pick<Method, 'id' | 'parameters'>;

export interface Chosen<T> {
  of: T;
  /** With defaults filled in. */
  parameters: Record<string, unknown>;
}

/** The schema of an id among those of `candidates`, which are called `what`. */
export function idAmong(candidates: readonly Choosable[], what: string) {
  const ids = candidates.map(({ id }) => id);
  return z.enum(ids, { error: ({ input }) => whatIsWrong(input, ids, what) });
}

/** The schema of a choice among the same candidates. One choice is always stored in the same words. */
export function choiceAmong(candidates: readonly Choosable[], what: string) {
  const id = idAmong(candidates, what);
  const written = z.strictObject({ id, parameters: z.record(z.string(), z.unknown()).default({}) });
  return z
    .union([id, written], { error: ({ input }) => whatIsWrong(input, id.options, what) })
    .transform((given, { addIssue }): Choice => {
      const asked = typeof given === 'string' ? { id: given, parameters: {} } : given;
      try {
        const parameters = changedParameters(
          candidates.find((one) => one.id === asked.id)!,
          asked.parameters,
        );
        return Object.keys(parameters).length ? { id: asked.id, parameters } : asked.id;
      } catch (error) {
        addIssue({ code: 'custom', message: NetLoupeError.toData(error).message, path: ['parameters'] });
        return z.NEVER;
      }
    });
}

/** The id that a choice names, and the parameters that it sets. */
export function namedIn(choice: Choice): Exclude<Choice, string> {
  return typeof choice === 'string' ? { id: choice, parameters: {} } : choice;
}

/** What such a choice names, among the same candidates. */
export function chosen<T extends Choosable>(candidates: readonly T[], choice: Choice): Chosen<T> {
  const { id, parameters } = namedIn(choice);
  const of = candidates.find((one) => one.id === id)!;
  return { of, parameters: parseParameters(of, parameters) };
}

function whatIsWrong(input: unknown, ids: readonly string[], what: string): string {
  const given = typeof input === 'object' && input !== null && 'id' in input ? input.id : input;
  return typeof given !== 'string' || ids.includes(given)
    ? `${what} must be an id, or an object with "id" and "parameters"`
    : `there is no ${what} "${given}"; did you mean "${byNearness(given, ids)[0]}"?`;
}
