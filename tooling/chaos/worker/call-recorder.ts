import { AgentCoordError } from '../../../packages/core/src/index.js';
import { appendLine } from '../history/call-file.js';
import { monotonicMs } from '../history/monotonic.js';
import { crashPoint } from './crash-point.js';

/** Writes each call down before it is sent and after it was answered; a worker may be killed at either place. */
export class CallRecorder {
  private asked = 0;

  constructor(
    private readonly file: string,
    writer: { worker: string; host: number },
  ) {
    appendLine(file, writer);
  }

  async record<Reply>(verb: string, request: unknown, run: () => Promise<Reply>): Promise<Reply> {
    this.asked += 1;
    const ask = this.asked;
    appendLine(this.file, { ask, at: monotonicMs(), verb, request });
    crashPoint(`asked ${verb}`);
    try {
      const reply = await run();
      crashPoint(`answered ${verb}`);
      appendLine(this.file, { answer: ask, at: monotonicMs(), reply: reply ?? null });
      return reply;
    } catch (thrown) {
      const error = describe(thrown);
      appendLine(this.file, { answer: ask, at: monotonicMs(), error });
      throw thrown;
    }
  }
}

export function describe(thrown: unknown): { code: string; message: string } {
  if (AgentCoordError.is(thrown)) return { code: thrown.code, message: thrown.message };
  return { code: 'foreign', message: thrown instanceof Error ? String(thrown.stack) : String(thrown) };
}
