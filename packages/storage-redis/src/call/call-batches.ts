import type { Link } from '../connection/link.js';
import type { Script } from '../scripts/join-script.js';
import { type CommonInput, inOrder, pushEach, type ScriptInput } from '../scripts/script-input.js';

/** More than these hold up the server, and leave it idle while the client works through the answers. */
const MOST_AT_ONCE = 16;

interface Batch {
  script: Script;
  input: ScriptInput;
  common: CommonInput;
  /** Of the script, then of all calls, one after the other. */
  words: Array<string | number>;
  slots: unknown[];
  answers: Array<{ resolve: (reply: unknown) => void; reject: (error: unknown) => void }>;
}

/**
 * Calls of one script that are made in the same turn of the event loop go out as one script, which runs
 * each as it would alone: under its own slot, with its own answer. Measured with 50 tasks at a time: half
 * the time of the server and a third of that of the client.
 */
export class CallBatches {
  /** The one that is being gathered; another script, server or session begins another one, as does a call that may not open its session. */
  private gathered: Batch | undefined;

  constructor(private readonly link: Link) {}

  static takes(script: Script): boolean {
    return script.args.at(-1) === 'calls';
  }

  send(script: Script, input: ScriptInput, common: CommonInput): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const batch = this.batchFor(script, input, common);
      pushEach(batch.words, script, input.args ?? {}, common);
      batch.slots.push(common.args.slot);
      batch.answers.push({ resolve, reject });
      if (batch.answers.length === MOST_AT_ONCE) this.flush(batch);
    });
  }

  /** Two calls on one slot never share a batch: the second must see what the first left there. */
  private batchFor(script: Script, input: ScriptInput, common: CommonInput): Batch {
    const present = this.gathered;
    if (
      present?.script === script &&
      present.common.args.server === common.args.server &&
      present.common.args.open === common.args.open &&
      present.common.keys.session === common.keys.session &&
      !present.slots.includes(common.args.slot) &&
      script.args.every((name) => present.input.args?.[name] === input.args?.[name])
    )
      return present;
    if (present !== undefined) this.flush(present);
    const words = inOrder(script, input, common);
    const fresh: Batch = { script, input, common, words, slots: [], answers: [] };
    this.gathered = fresh;
    // After everything that the answers at hand set going, and before the next one is read.
    process.nextTick(() => this.flush(fresh));
    return fresh;
  }

  private flush(batch: Batch): void {
    if (this.gathered !== batch) return;
    this.gathered = undefined;
    const { script, words, answers } = batch;
    this.link.run(script, words).then(
      (replies) => {
        // A list of answers; or one for all, where none was run.
        const list = replies as unknown[];
        for (const [index, answer] of answers.entries())
          answer.resolve(Array.isArray(list[0]) ? list[index] : replies);
      },
      (error: unknown) => {
        for (const answer of answers) answer.reject(error);
      },
    );
  }
}
