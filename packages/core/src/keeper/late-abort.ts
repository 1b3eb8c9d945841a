/**
 * An `AbortController` that is made only when somebody looks at its signal. Most leases are given back
 * before anybody does, and controller, signal and listeners cost more than all the rest of keeping one.
 */
export class LateAbort {
  private controller: AbortController | undefined;
  private because: { reason: Error } | undefined;
  private readonly listeners = new Set<(reason: Error) => void>();

  /** Aborted at once where that has happened already. */
  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.because !== undefined) this.controller.abort(this.because.reason);
    }
    return this.controller.signal;
  }

  get reason(): Error | undefined {
    return this.because?.reason;
  }

  /** The first reason stays. */
  abort(reason: Error): void {
    if (this.because !== undefined) return;
    this.because = { reason };
    this.controller?.abort(reason);
    for (const listener of [...this.listeners]) listener(reason);
    this.listeners.clear();
  }

  /** Called once, also where it has happened already. @returns what ends the listening. */
  onAbort(listener: (reason: Error) => void): () => void {
    if (this.because !== undefined) {
      listener(this.because.reason);
      return () => undefined;
    }
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
