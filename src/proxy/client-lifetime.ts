/** Puts off a client's `destroy()` until the requests are over that it makes for callers of other clients as well. */
export class ClientLifetime {
  #lent = 0;
  #destroy: (() => void) | undefined;

  /** Whether a request is under way that others may share. */
  get isLent(): boolean {
    return this.#lent > 0;
  }

  /** Keeps the client until what was sent has settled. */
  lend(sent: unknown): void {
    this.#lent++;
    const giveBack = (): void => {
      this.#lent--;
      if (this.#lent === 0) this.#destroy?.();
    };
    Promise.resolve(sent).then(giveBack, giveBack);
  }

  /** Destroys the client as soon as nobody else needs it. */
  end(destroy: () => void): void {
    if (this.isLent) this.#destroy = destroy;
    else destroy();
  }
}
