/** Messages of which the next is sent when the last was taken; whoever is slow gets the last of those that came meanwhile. */

export class OneAtATime<Message> {
  #waiting = false;
  #next: Message | undefined;

  constructor(private readonly post: (message: Message) => void) {}

  /** Somebody new listens, who has nothing to take. */
  start(): void {
    this.#waiting = false;
  }

  send(message: Message): void {
    if (this.#waiting) {
      this.#next = message;
      return;
    }
    this.#waiting = true;
    this.post(message);
  }

  /** `goes` is whether what came meanwhile is still of interest. */
  taken(goes: boolean): void {
    this.#waiting = false;
    const next = this.#next;
    this.#next = undefined;
    if (next !== undefined && goes) this.send(next);
  }
}
