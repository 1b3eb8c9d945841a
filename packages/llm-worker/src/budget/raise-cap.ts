import { type ApprovalWorkflow, type ApprovedAction, actionHash } from '@agentcoord/approvals';
import { AgentCoordError, type Duration, sha256 } from '@agentcoord/core';
import type { BudgetUnit } from './budget-caps.js';
import { amountText, budgetExceeded, type CapMet, inWords } from './cap-met.js';

export const RAISE_ACTION = 'budget:raise';

/** The part of an `ApprovalWorkflow` that asks. */
export type BudgetApprovals = Pick<ApprovalWorkflow, 'request' | 'wait' | 'get'>;

export interface RaiseRequest {
  approvals: BudgetApprovals;
  met: CapMet;
  /** Then the request is expired, which is a no. */
  timeout: Duration;
  signal: AbortSignal;
  onWait(note: string): void;
}

const SMALLEST_STEP: Readonly<Record<BudgetUnit, number>> = { usd: 1_000_000_000, tokens: 100_000 };
/** So often one cap may be asked for without an answer. */
const MAX_ROUNDS = 1_000;

/**
 * Asks for half as much again, and waits. Its id follows from scope and cap: all who meet one cap wait for one
 * request, and who comes later finds its answer. The yes is for all of them, so it is not consumed; the
 * details name the new cap, and every worker checks by its own configuration whose yes counts.
 * @returns the new cap. @throws `budget_exceeded` for every other answer, `aborted`.
 */
export async function raiseCap(request: RaiseRequest): Promise<number> {
  const { approvals, met, timeout, signal } = request;
  const newCap = met.cap + Math.max(Math.ceil(met.cap / 2), SMALLEST_STEP[met.unit]);
  const action = actionOf(met, newCap);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const id = `budget_${sha256(`${met.scope} ${met.cap} ${round}`).slice(0, 40)}`;
    const found = await find(approvals, id);
    const isNew = found === undefined;
    // Nobody answered an earlier time: that is no answer for ever.
    if (found?.status === 'expired' || found?.status === 'cancelled') continue;
    if (isNew) await ask(approvals, { ...action, id, timeout });
    request.onWait(
      `paused at the budget of ${inWords(met.level)}; approval ${id} asks for ${text(met, newCap)}`,
    );
    const { status, by, reason, hash } = await approvals.wait(id, { signal });
    if (hash !== actionHash(action)) throw budgetExceeded(met, `The request ${id} asks for something else.`);
    if (status === 'approved') return newCap;
    const why = reason === undefined ? '' : ` (${reason})`;
    throw budgetExceeded(
      met,
      `The request ${id} for ${text(met, newCap)} was ${status}${by === undefined ? '' : ` by ${by}`}${why}.`,
    );
  }
  throw budgetExceeded(met, 'Nobody answered the requests for more.');
}

function actionOf({ level, unit, scope, cap }: CapMet, newCap: number): ApprovedAction {
  return {
    action: RAISE_ACTION,
    description: `Raise the budget of ${inWords(level)} from ${amountText(unit, cap)} to ${amountText(unit, newCap)} (${scope}).`,
    details: { scope, unit: unit === 'usd' ? 'nano-dollars' : unit, cap, newCap },
    tags: ['budget'],
  };
}

function text({ unit }: CapMet, newCap: number): string {
  return amountText(unit, newCap);
}

async function find(approvals: BudgetApprovals, id: string) {
  try {
    return await approvals.get(id);
  } catch (error) {
    if (AgentCoordError.is(error, 'not_found')) return undefined;
    throw error;
  }
}

/** Another worker may have asked in between: then that request is waited for. */
async function ask(
  approvals: BudgetApprovals,
  { tags = [], ...request }: ApprovedAction & { id: string; timeout: Duration },
): Promise<void> {
  try {
    await approvals.request({ ...request, tags: [...tags] });
  } catch (error) {
    if (!AgentCoordError.is(error, 'already_exists')) throw error;
  }
}
