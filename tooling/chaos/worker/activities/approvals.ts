import { ApprovalWorkflow } from '../../../../packages/approvals/src/index.js';
import { AgentCoordError } from '../../../../packages/core/src/index.js';
import { monotonicMs } from '../../history/monotonic.js';
import { type Activity, pick, repeatedly, type Work } from '../work.js';

const ACTION = { action: 'deploy' };
const NEW_EACH_MS = 250;

/** All see the same few requests, race to decide them, and race to use what was approved. */
export const decideApprovals: Activity = async (work) => {
  const workflow = new ApprovalWorkflow({ storage: work.storage, actor: work.worker });
  await repeatedly(work, 4 * work.times.restMs, async () => {
    const turn = Math.floor(monotonicMs() / NEW_EACH_MS) - Math.floor(work.random() * 3);
    const id = `ask-${turn}`;
    const request = { id, by: work.worker };
    const chance = work.random();
    if (chance < 0.25)
      return told(work, 'request', request, () =>
        workflow.request({ ...ACTION, id, timeout: pick(work, [200, 2_000, 5_000]), validFor: 1_000 }),
      );
    if (chance < 0.5) return told(work, 'approve', request, () => workflow.approve(id));
    if (chance < 0.6) return told(work, 'reject', request, () => workflow.reject(id));
    return told(work, 'consume', request, () => workflow.consume(id, ACTION));
  });
};

/** A request that is not there, was decided by another or cannot be used is an answer here, and no error. */
const NO = ['not_found', 'conflict', 'misconfigured', 'already_exists'] as const;

async function told(
  work: Work,
  verb: string,
  request: { id: string; by: string },
  run: () => Promise<{ status: string; by?: string }>,
): Promise<void> {
  try {
    await work.calls.record(`approvals.${verb}`, request, async () => {
      const { status, by } = await run();
      return { status, by };
    });
  } catch (error) {
    if (!AgentCoordError.is(error, ...NO)) throw error;
  }
}
