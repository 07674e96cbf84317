/** Reads untyped input: a form from a script, and the stored state of an earlier window. */
import { isExplainForm, type ExplainForm, type ExplainState } from '../../shared/api/explain';
import { ArgumentError } from '../../shared/errors';

/** Throws ArgumentError for anything else. */
export function parseForm(value: unknown): ExplainForm {
  if (isExplainForm(value)) return value;
  throw new ArgumentError(
    'The form of an explanation needs method, target and device as text, a whole number as seed, and parameters and preprocessing as objects.',
  );
}

/** Throws ArgumentError for a state that this panel never stored. */
export function parseState(value: unknown): ExplainState {
  const { model, input, form } = (value ?? {}) as Partial<Record<keyof ExplainState, unknown>>;
  if (typeof model === 'string' && typeof input === 'string' && isExplainForm(form)) return { model, input, form };
  throw new ArgumentError('An explanation of an earlier window could not be restored; explain the prediction again.');
}
