/** Does something for the person, and tells what came of it, or why nothing did, in the panel's passing message. */
import { emit } from '../ui/events';

export async function attempt(from: EventTarget, act: () => Promise<string>): Promise<void> {
  const sentence = await act().catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  if (sentence) emit(from, 'tell', sentence);
}
