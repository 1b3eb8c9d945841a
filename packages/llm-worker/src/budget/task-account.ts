import { pause } from '@agentcoord/core';
import { worstCostOf } from '../prices/cost.js';
import { unpricedBudget } from './budget-caps.js';
import type { CallAccount, Reservation, WorstCase } from './call-account.js';
import { budgetExceeded, type CapMet } from './cap-met.js';
import { type Amounts, chargesOf, type LevelCharge, type TeamCap } from './charges.js';
import { raiseCap } from './raise-cap.js';
import { CallReservation } from './reservation.js';
import type { SharedSpending, TaskToCharge } from './shared-spending.js';

interface Waiting {
  signal: AbortSignal;
  onWait(note: string): void;
}

/** Others settle at any time; between two looks passes this long, jittered. */
const LOOK_AGAIN_MS = 250;

/** Reserves for the calls of one task. */
export class TaskAccount implements CallAccount {
  constructor(
    private readonly shared: SharedSpending,
    private readonly task: TaskToCharge,
  ) {}

  async reserve(worst: WorstCase, waiting: Waiting): Promise<Reservation> {
    let outputTokens = this.withinCall(worst);
    let resume: (() => void) | undefined;
    try {
      for (;;) {
        const charges = await this.charges(worst.promptTokens, outputTokens);
        const id = this.shared.newId('spend');
        const met = await this.tryReserve(id, charges, waiting.signal);
        if (!met) return this.reservation(id, charges, worst.promptTokens, outputTokens);
        const fits = this.outputThatFits(met, worst.promptTokens, met.cap - met.spent);
        if (fits < worst.minOutputTokens) {
          resume ??= this.shared.onPause(this.task.task);
          await this.askForMore(met, waiting);
        } else if (met.reserved > 0) {
          if (!resume) waiting.onWait('waits for the calls of others to settle in their common budget');
          resume ??= this.shared.onPause(this.task.task);
          await pause(LOOK_AGAIN_MS * (0.5 + Math.random()), waiting.signal, 'waiting for the budget');
        } else outputTokens = Math.min(fits, outputTokens - 1);
      }
    } finally {
      resume?.();
    }
  }

  /** The cap of one call needs no store: the answer is made as short as it must be. */
  private withinCall({ promptTokens, outputTokens, minOutputTokens }: WorstCase): number {
    let output = outputTokens;
    const caps = this.shared.caps.get('call') ?? {};
    for (const unit of ['usd', 'tokens'] as const) {
      const cap = caps[unit];
      const needed = this.amounts(promptTokens, output)[unit];
      if (cap === undefined || needed === undefined || needed <= cap) continue;
      const met: CapMet = {
        level: 'call',
        unit,
        scope: `budget/${unit}/call`,
        cap,
        spent: 0,
        reserved: 0,
        needed,
      };
      output = this.outputThatFits(met, promptTokens, cap);
      if (output < minOutputTokens) throw budgetExceeded(met, 'Split the task, or raise the cap of a call.');
    }
    return output;
  }

  private async charges(promptTokens: number, outputTokens: number): Promise<LevelCharge[]> {
    const { caps, raised, worker } = this.shared;
    const [now, teams] = await Promise.all([this.shared.now(), this.shared.teamsOf(this.task.tags)]);
    for (const team of teams) this.refuseUnpriced(team);
    const day = new Date(now).toISOString().slice(0, 10);
    const place = { task: this.task.task, root: this.task.root, worker, day, teams };
    return chargesOf(place, this.amounts(promptTokens, outputTokens), { caps, raised });
  }

  /** Where the model has no known price, a cap in dollars alone would bound nothing. */
  private refuseUnpriced({ name, usd, tokens }: TeamCap): void {
    if (this.task.price !== undefined || usd === undefined || tokens !== undefined) return;
    throw unpricedBudget(`team of ${name}`, this.task.model);
  }

  private amounts(promptTokens: number, outputTokens: number): Amounts {
    const { price } = this.task;
    const tokens = promptTokens + outputTokens;
    if (!price) return { tokens };
    return { tokens, usd: worstCostOf(price, { prompt: promptTokens, output: outputTokens }) };
  }

  private async tryReserve(
    reservationId: string,
    charges: readonly LevelCharge[],
    signal: AbortSignal,
  ): Promise<CapMet | undefined> {
    const plain = charges.map(({ scope, amount, cap }) => ({
      scope,
      amount,
      ...(cap === undefined ? {} : { cap }),
    }));
    const { limits, ttlMs } = this.shared;
    const reply = await limits.reserve({ reservationId, charges: plain, ttlMs }, { signal });
    if (reply.status === 'reserved') return undefined;
    const charge = charges.find(({ scope }) => scope === reply.scope);
    const { scope, cap, spent, reserved } = reply;
    const { level = 'project', unit = 'tokens', amount: needed = 0 } = charge ?? {};
    return { level, unit, scope, cap, spent, reserved, needed };
  }

  /** How long an answer may be within `left` of what met its cap; below 0 when not even the prompt fits. */
  private outputThatFits({ unit }: CapMet, promptTokens: number, left: number): number {
    if (unit === 'tokens') return left - promptTokens;
    const perToken =
      (this.amounts(promptTokens, 1_000_000).usd ?? 0) - (this.amounts(promptTokens, 0).usd ?? 0);
    const forOutput = left - (this.amounts(promptTokens, 0).usd ?? 0);
    // One token less, for what was rounded.
    return perToken === 0 ? Math.sign(forOutput) : Math.floor((forOutput / perToken) * 1_000_000) - 1;
  }

  private async askForMore(met: CapMet, { signal, onWait }: Waiting): Promise<void> {
    const { approvals, askTimeout: timeout, raised } = this.shared;
    if (!approvals) throw budgetExceeded(met, 'Raise its cap to go on.');
    raised.set(met.scope, await raiseCap({ approvals, met, timeout, signal, onWait }));
  }

  private reservation(
    id: string,
    charges: readonly LevelCharge[],
    promptTokens: number,
    outputTokens: number,
  ): Reservation {
    return new CallReservation(this.shared, this.task, { id, charges, promptTokens, outputTokens });
  }
}
