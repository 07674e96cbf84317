/**
 * Throttles an action: at once, then at most once in a while, and always after the last request. VS Code waits for a
 * pause before it redraws a view, so constant notifications would never redraw it.
 */
export class Soon {
  #timer: NodeJS.Timeout | undefined;
  #last = -Infinity;

  constructor(
    private readonly milliseconds: number,
    private readonly act: () => void,
  ) {}

  schedule(): void {
    const wait = Math.max(0, this.#last + this.milliseconds - Date.now());
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#last = Date.now();
      this.act();
    }, wait);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
