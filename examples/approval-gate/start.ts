import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { AgentCoordError, CoordinationClient } from 'agentcoord';

await using agent = await CoordinationClient.session({ name: 'Ada', role: 'Release manager' });
// A person: `agentcoord approvals`, `agentcoord approve <id>` or the dashboard. Here it is a few lines at the end of this file.
await using operator = await CoordinationClient.open({ name: 'operator' });

const deployed: string[] = [];

/** Deploys nothing that nobody has approved. */
async function deploy(version: string): Promise<string> {
  const action = { action: 'deploy', description: `Deploy ${version}`, details: { version } };
  // Blocks until somebody has decided. Nobody may decide what they asked for themselves, and silence is a no.
  const approval = await agent.requestApproval({ ...action, timeout: version === 'v9' ? '200ms' : '10m' });
  if (approval.status !== 'approved') return approval.status;
  // Right before acting: is it really this action that was approved, is it still in time, and not used before?
  await agent.approvals.consume(approval.id, action);
  deployed.push(version);
  // A yes is good for one deployment of one version.
  await refuses('conflict', agent.approvals.consume(approval.id, action));
  return `deployed, approved by ${approval.by}`;
}

const people = new AbortController();
const deciding = decide(people.signal);
for (const version of ['v2', 'v3-untested', 'v9']) console.log(`${version}: ${await deploy(version)}`);
people.abort();
await deciding;

// The agent cannot say yes to itself, whatever it calls itself.
const { id } = await agent.approvals.request({ action: 'deploy', description: 'Deploy v4' });
await refuses('misconfigured', agent.approvals.approve(id));
assert.deepEqual(deployed, ['v2']);
console.log('As it should be: what was approved is deployed, once, and nothing else.');

/** Somebody reads what is asked for. They say yes to what is tested, no to what is not, and v9 they overlook. */
async function decide(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const { id, hash, description } of await operator.approvals.list({ pending: true })) {
      if (description.includes('v9')) continue;
      // The hash is of what was shown: if that changed meanwhile, the decision is refused.
      if (description.includes('untested'))
        await operator.approvals.reject(id, { reason: 'Test it first', hash });
      else await operator.approvals.approve(id, { reason: 'Tests pass', hash });
    }
    await setTimeout(20);
  }
}

async function refuses(code: 'conflict' | 'misconfigured', attempt: Promise<unknown>): Promise<void> {
  await assert.rejects(attempt, (error) => AgentCoordError.is(error, code));
}
