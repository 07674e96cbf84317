/** Keys of the whole panel. */
import { isTyping } from '../ui/events';
import type { Choosing } from './choosing';

export function listenForKeys(choosing: Choosing, switchTool: () => void): void {
  window.addEventListener('keydown', (event) => {
    if (isTyping(event) || event.altKey) return;
    const act = actionOf(event, choosing, switchTool);
    if (!act) return;
    act();
    event.preventDefault();
  });
}

function actionOf(event: KeyboardEvent, choosing: Choosing, switchTool: () => void): (() => void) | undefined {
  const { key, shiftKey } = event;
  if (event.ctrlKey || event.metaKey) return key === 'a' ? choosing.chooseAll : undefined;
  switch (key) {
    case 's':
      return switchTool;
    case 'i':
      return choosing.invert;
    case 'n':
    case 'N':
      return () => choosing.chooseNear(shiftKey);
    case 'Escape':
      return choosing.clear;
    default:
      return undefined;
  }
}
