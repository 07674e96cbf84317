/** Reads what comes from outside the types: a form from a script, and what a page of an earlier window kept. */
import { isExplainForm, type ExplainForm, type ExplainState } from '../../shared/api/explain';
import { ArgumentError } from '../../shared/errors';

/** Throws ArgumentError for anything else. */
export function parseForm(value: unknown): ExplainForm {
  if (isExplainForm(value)) return value;
  throw new ArgumentError(
    'The form of an explanation has method, target and device as text, a whole seed, and parameters and preprocessing as objects.',
  );
}

/** Throws ArgumentError for what this panel never kept. */
export function parseState(value: unknown): ExplainState {
  const { model, input, form } = (value ?? {}) as Partial<Record<keyof ExplainState, unknown>>;
  if (typeof model === 'string' && typeof input === 'string' && isExplainForm(form)) return { model, input, form };
  throw new ArgumentError('An explanation of an earlier window could not be restored; explain the prediction again.');
}
