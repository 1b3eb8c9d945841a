import { AgentCoordError, describeThrown, type NewId } from '@agentcoord/core';
import type { Answer } from '../answers/answer.js';
import { clipLine } from '../answers/clip.js';
import type { Notices } from './notices.js';

/** Clients give up on a call after 60 s by default. */
const CALL_WAITS_MS = 25_000;
/** Who does not come back for a result has forgotten it. */
const KEPT_UNASKED_MS = 120_000;

export interface WaitResult {
  answer: Answer;
  /** Gives back what was got where nobody takes it any more. */
  undo?: () => Promise<void>;
}

export type Waited =
  | { status: 'done'; tool: string; answer: Answer }
  | { status: 'pending'; tool: string; waitId: string };

interface Wait {
  id: string;
  tool: string;
  result: Promise<WaitResult>;
  stop: AbortController;
  asked: number;
  unasked?: NodeJS.Timeout;
}

interface WaitsOptions {
  notices: Notices;
  newId: NewId;
  /** How long one call waits. Default 25 s. */
  callWaitsMs?: number;
}

/** Waits that outlive the call that began them, so that no call has to last longer than its client allows. */
export class PendingWaits {
  private readonly waits = new Map<string, Wait>();

  constructor(private readonly options: WaitsOptions) {}

  /** Begins, and waits as long as one call may. A cancelled call cancels its wait. */
  begin(
    tool: string,
    run: (signal: AbortSignal) => Promise<WaitResult>,
    callSignal: AbortSignal,
  ): Promise<Waited> {
    const stop = new AbortController();
    const result = run(stop.signal);
    // Told to whoever asks for it.
    result.catch(() => undefined);
    const wait: Wait = { id: this.options.newId('wait'), tool, result, stop, asked: 0 };
    this.waits.set(wait.id, wait);
    return this.goOn(wait, callSignal);
  }

  /** @throws `not_found` */
  resume(id: string, callSignal: AbortSignal): Promise<Waited> {
    return this.goOn(this.known(id), callSignal);
  }

  /** Stops waiting; what was granted meanwhile is given back. @throws `not_found` */
  async cancel(id: string): Promise<string> {
    const wait = this.known(id);
    await this.drop(wait);
    return wait.tool;
  }

  async close(): Promise<void> {
    await Promise.all([...this.waits.values()].map((wait) => this.drop(wait)));
  }

  private known(id: string): Wait {
    const wait = this.waits.get(id);
    if (wait !== undefined) return wait;
    throw new AgentCoordError(
      'not_found',
      `Nothing waits under ${JSON.stringify(clipLine(id, 100))}: it was taken, cancelled, or not asked for within two minutes. Call the tool that began it again.`,
    );
  }

  private async goOn(wait: Wait, callSignal: AbortSignal): Promise<Waited> {
    clearTimeout(wait.unasked);
    wait.asked += 1;
    try {
      const outcome = await this.settledOrTime(wait, callSignal);
      if (callSignal.aborted) {
        await this.drop(wait);
        throw new AgentCoordError('aborted', 'The call was cancelled by the client, and its wait with it.');
      }
      if (outcome === undefined) return { status: 'pending', tool: wait.tool, waitId: wait.id };
      this.waits.delete(wait.id);
      return { status: 'done', tool: wait.tool, answer: outcome.answer };
    } catch (error) {
      this.waits.delete(wait.id);
      throw error;
    } finally {
      wait.asked -= 1;
      if (wait.asked === 0 && this.waits.has(wait.id)) this.forgetLater(wait);
    }
  }

  private async settledOrTime(wait: Wait, callSignal: AbortSignal): Promise<WaitResult | undefined> {
    let timer: NodeJS.Timeout | undefined;
    let onAbort = (): void => undefined;
    const ended = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), this.options.callWaitsMs ?? CALL_WAITS_MS);
      onAbort = () => resolve(undefined);
      if (callSignal.aborted) resolve(undefined);
      else callSignal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      return await Promise.race([wait.result, ended]);
    } finally {
      clearTimeout(timer);
      callSignal.removeEventListener('abort', onAbort);
    }
  }

  private forgetLater(wait: Wait): void {
    wait.unasked = setTimeout(() => {
      void this.drop(wait);
      this.options.notices.add(
        `The wait ${wait.id} of ${wait.tool} was given up, for nobody asked for it within two minutes.`,
      );
    }, KEPT_UNASKED_MS);
    wait.unasked.unref();
  }

  private async drop(wait: Wait): Promise<void> {
    this.waits.delete(wait.id);
    clearTimeout(wait.unasked);
    wait.stop.abort(new AgentCoordError('aborted', 'Nobody waits any more.'));
    const got = await wait.result.catch(() => undefined);
    await got?.undo?.().catch((error: unknown) => {
      this.options.notices.add(`What ${wait.tool} got could not be given back: ${describeThrown(error)}`);
    });
  }
}
