import { AgentCoordError } from '@agentcoord/core';
import { EXIT } from './output/exit-codes.js';

type EndSignal = 'SIGINT' | 'SIGTERM';

/** Ctrl-C ends any command within 2 s: this much is left to end cleanly. */
const CLEAN_END_MS = 1_600;

/**
 * Ctrl-C, SIGTERM and a reader that went away, as one AbortSignal. A command that has not ended
 * `CLEAN_END_MS` later is ended from here, and at once on a second Ctrl-C.
 */
export class Interruption {
  private readonly controller = new AbortController();
  private readonly listeners: Array<[EndSignal, () => void]>;
  private handler: ((signal: EndSignal) => void) | undefined;
  private hardEnd: NodeJS.Timeout | undefined;
  /** What the process exits with, once something interrupted it. */
  exitCode: number | undefined;

  constructor(private readonly exitNow: (code: number) => void) {
    this.listeners = (['SIGINT', 'SIGTERM'] as const).map((name) => [name, () => this.interrupt(name)]);
    for (const [name, listener] of this.listeners) process.on(name, listener);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  onTerminate(handler: (signal: EndSignal) => void): void {
    this.handler = handler;
  }

  /** Nobody reads the output any more (`agentcoord events | head`): a normal end, only earlier. A full disk is none. */
  outputEnded(error: NodeJS.ErrnoException): void {
    this.exitCode ??= error.code === 'EPIPE' ? EXIT.ok : EXIT.failed;
    this.abort('left without a reader of its output');
  }

  dispose(): void {
    clearTimeout(this.hardEnd);
    for (const [name, listener] of this.listeners) process.off(name, listener);
  }

  private interrupt(name: EndSignal): void {
    const code = name === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
    if (this.handler && name === 'SIGTERM') this.handler(name);
    else if (this.exitCode !== undefined && name === 'SIGINT') this.exitNow(code);
    else this.end(name, code);
  }

  private end(name: EndSignal, code: number): void {
    this.exitCode = code;
    this.hardEnd ??= setTimeout(() => this.exitNow(code), CLEAN_END_MS);
    if (this.handler) this.handler(name);
    else this.abort(name === 'SIGINT' ? 'interrupted (Ctrl-C)' : 'told to stop (SIGTERM)');
  }

  private abort(why: string): void {
    this.controller.abort(new AgentCoordError('aborted', `Stopped: the command was ${why}.`));
  }
}
