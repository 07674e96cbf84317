/** Does something for the user, and reports the outcome or the failure in the panel's notice. */
import { emit } from '../ui/events';
import { messageOf } from '../../src/shared/errors';

export async function attempt(from: EventTarget, act: () => Promise<string>): Promise<void> {
  const sentence = await act().catch(messageOf);
  if (sentence) emit(from, 'tell', sentence);
}
