/** Commands that reach a method while it runs: those of its definition, with valid values. */
import type { Method } from '../methods/method';
import type { Command, Steering } from '../shared/steering';

/** Nobody waits for an answer to a command, so an unknown one changes nothing. */
export function heard(
  { steering: known }: Pick<Method, 'steering'>,
  said: Steering<Command> | undefined,
): Steering<Command> | undefined {
  if (!known || !said) return undefined;
  return {
    onSteer: (listener) =>
      said.onSteer(({ kind, ...values }) => {
        const parsed = Object.hasOwn(known, kind) ? known[kind]!.safeParse(values) : undefined;
        if (parsed?.success) listener({ kind, ...parsed.data });
      }),
  };
}
