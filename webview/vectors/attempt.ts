/** Does something for the user, and reports the outcome or the failure in the panel's notice. */
import { emit } from '../ui/events';

export async function attempt(from: EventTarget, act: () => Promise<string>): Promise<void> {
  const sentence = await act().catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  if (sentence) emit(from, 'tell', sentence);
}
