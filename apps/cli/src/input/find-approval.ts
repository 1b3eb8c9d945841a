import type { Approval, ApprovalWorkflow } from '@agentcoord/approvals';
import { AgentCoordError, isId } from '@agentcoord/core';

/** A shorter text matches too much to be meant. */
const MIN_PART = 4;

/**
 * A request by its id, or by the beginning or the end of one, if that names exactly one.
 * @throws `not_found`; `invalid_argument` with `data.candidates` when it names several.
 */
export async function findApproval(workflow: ApprovalWorkflow, text: string): Promise<Approval> {
  const exact = await byId(workflow, text);
  if (exact) return exact;
  const found = text.length < MIN_PART || isId(text) ? [] : await named(workflow, text);
  const [only, ...others] = found;
  if (only === undefined) throw notFound(text);
  if (others.length === 0) return only;
  const candidates = found.slice(0, 5).map(({ id }) => id);
  throw new AgentCoordError(
    'invalid_argument',
    `${JSON.stringify(text)} names ${found.length} approval requests (${candidates.join(', ')}). Write more of the id.`,
    { data: { field: 'id', candidates } },
  );
}

async function byId(workflow: ApprovalWorkflow, text: string): Promise<Approval | undefined> {
  try {
    return await workflow.get(text);
  } catch (error) {
    // What cannot be an id is not found either.
    if (AgentCoordError.is(error, 'not_found', 'invalid_argument')) return undefined;
    throw error;
  }
}

async function named(workflow: ApprovalWorkflow, part: string): Promise<Approval[]> {
  const all = await workflow.list();
  return all.filter(
    ({ id }) => id.startsWith(part) || id.endsWith(part) || id.startsWith(`approval_${part}`),
  );
}

function notFound(text: string): AgentCoordError {
  return new AgentCoordError(
    'not_found',
    `There is no approval request ${JSON.stringify(text)}. See 'agentcoord approvals'.`,
    { data: { id: text } },
  );
}
