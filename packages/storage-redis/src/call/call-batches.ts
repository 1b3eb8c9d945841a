import type { Link } from '../connection/link.js';
import type { Script } from '../scripts/join-script.js';
import { eachWords, inOrder, type ScriptInput } from '../scripts/script-input.js';

/** More than these hold up the server, and leave it idle while the client works through the answers. */
const MOST_AT_ONCE = 16;

interface Call {
  words: Array<string | number>;
  slot: unknown;
  resolve: (reply: unknown) => void;
  reject: (error: unknown) => void;
}

interface Batch {
  script: Script;
  keys: NonNullable<ScriptInput['keys']>;
  server: string;
  prefix: string;
  calls: Call[];
}

/**
 * Calls of one script that are made in the same turn of the event loop go out as one script, which runs
 * each as it would alone: under its own slot, with its own answer. Measured with 50 tasks at a time: half
 * the time of the server and a third of that of the client.
 */
export class CallBatches {
  private readonly gathering = new Map<string, Batch>();

  constructor(private readonly link: Link) {}

  static takes(script: Script): boolean {
    return script.args.at(-1) === 'calls';
  }

  send(script: Script, input: ScriptInput, server: string): Promise<unknown> {
    const { keys = {}, args = {} } = input;
    return new Promise((resolve, reject) => {
      const batch = this.batchFor(
        { script, keys, server, prefix: String(args.prefix), calls: [] },
        args.slot,
      );
      batch.calls.push({ words: eachWords(script, [args]), slot: args.slot, resolve, reject });
      if (batch.calls.length === MOST_AT_ONCE) this.flush(batch);
    });
  }

  /** Two calls on one slot never share a batch: the second must see what the first left there. */
  private batchFor(fresh: Batch, slot: unknown): Batch {
    const key = `${fresh.script.name} ${fresh.server} ${fresh.keys.session}`;
    const present = this.gathering.get(key);
    if (present?.calls.every((call) => call.slot !== slot)) return present;
    if (present !== undefined) this.flush(present);
    this.gathering.set(key, fresh);
    // After everything that the answers at hand set going, and before the next one is read.
    process.nextTick(() => this.flush(fresh));
    return fresh;
  }

  private flush(batch: Batch): void {
    const { script, keys, server, prefix, calls } = batch;
    const key = `${script.name} ${server} ${keys.session}`;
    if (this.gathering.get(key) === batch) this.gathering.delete(key);
    if (calls.length === 0) return;
    batch.calls = [];
    const args = { server, prefix, calls: calls.flatMap((call) => call.words) };
    this.link.run(script, inOrder(script, { keys, args })).then(
      (replies) => {
        // A list of answers; or one for all, where none was run.
        const list = replies as unknown[];
        for (const [index, call] of calls.entries())
          call.resolve(Array.isArray(list[0]) ? list[index] : replies);
      },
      (error: unknown) => {
        for (const call of calls) call.reject(error);
      },
    );
  }
}
