/** Events of our components: they bubble through shadow roots, so that one parent can listen to all its descendants. */

export function emit<Detail>(from: EventTarget, name: string, detail: Detail): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}

/**
 * Whether a key press belongs to a control that takes text or opens lists, so that single-key shortcuts must ignore it.
 */
export function isTyping(event: KeyboardEvent): boolean {
  return event
    .composedPath()
    .some(
      (target) =>
        target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT|VSCODE-SINGLE-SELECT)$/.test(target.tagName),
    );
}
