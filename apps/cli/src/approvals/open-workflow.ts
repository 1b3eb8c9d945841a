import { resolve } from 'node:path';
import type { ApprovalWorkflow, Delegation } from '@agentcoord/approvals';
import type { CoordinationClient } from '@agentcoord/client';
import { AgentCoordError, readKeyFile, type SigningKey } from '@agentcoord/core';
import type { CommandCall } from '../command-context.js';

export interface DeciderFlags {
  /** A coordinator's own key, with a delegation. */
  key?: string;
}

/** For who asks or looks: no private key is read. */
export async function openWorkflow(call: CommandCall): Promise<ApprovalWorkflow> {
  const client = await call.connect();
  return create(client, { actor: await actorOf(call, client) });
}

/**
 * For who decides. The operator's key is read only here, and only when no agent acts: an agent decides with
 * a key of its own and a delegation, or not at all where keys are pinned.
 */
export async function openDecider(call: CommandCall<DeciderFlags>): Promise<ApprovalWorkflow> {
  const client = await call.connect();
  const actor = await actorOf(call, client);
  if (client.configuration.operatorKeys.length === 0) return create(client, { actor });
  if (call.agent === undefined && call.options.key === undefined)
    return create(client, { actor, signer: await operatorKey(client) });
  const { key } = call.options;
  const signer = await keyOf(key === undefined ? undefined : resolve(call.cwd, key));
  return create(client, { actor, signer, delegation: await delegationFor(client, signer, call.agent) });
}

/** A living agent is one incarnation, so that what it asks under another name is still its own. */
async function actorOf(call: CommandCall, client: CoordinationClient): Promise<string> {
  if (call.agent === undefined) return call.actor;
  const known = await client.registry.get(call.agent);
  return known === undefined || ['dead', 'left', 'spawning'].includes(known.state)
    ? call.agent
    : known.identity;
}

interface Acting {
  actor: string;
  signer?: SigningKey;
  delegation?: Delegation;
}

async function create(client: CoordinationClient, acting: Acting): Promise<ApprovalWorkflow> {
  const { ApprovalWorkflow } = await import('@agentcoord/approvals');
  const { operatorKeys, autoApprove, namespace } = client.configuration;
  return new ApprovalWorkflow({
    storage: client.storage,
    operatorKeys,
    autoApprove,
    scope: namespace,
    ...acting,
  });
}

/** @throws `misconfigured` when this user has no operator key, or one that this project does not pin. */
export async function operatorKey(client: CoordinationClient): Promise<SigningKey> {
  const { operatorKeyFile, operatorKeys } = client.configuration;
  const key = await readKeyFile(operatorKeyFile);
  if (key !== undefined && operatorKeys.includes(key.publicKey)) return key;
  const why =
    key === undefined
      ? `there is no operator key in ${operatorKeyFile}`
      : `your key (${key.publicKey}) is not among them`;
  throw new AgentCoordError(
    'misconfigured',
    `Nothing was decided: this project pins the keys of its operators, and ${why}. ` +
      "Decide where the key is, or have your public key added to operatorKeys in .agentcoord/config.json ('agentcoord init' shows it).",
    { data: { file: operatorKeyFile } },
  );
}

async function keyOf(file: string | undefined): Promise<SigningKey> {
  const key = file === undefined ? undefined : await readKeyFile(file);
  if (key !== undefined) return key;
  throw new AgentCoordError(
    'misconfigured',
    `Nothing was decided: this project pins the keys of its operators, and an agent decides only with a key the operator delegated to. ${
      file === undefined ? 'Name it with --key <file>' : `There is none in ${file}`
    }; the operator makes one with 'agentcoord approvals delegate'.`,
    { data: file === undefined ? {} : { file } },
  );
}

async function delegationFor(
  client: CoordinationClient,
  { publicKey }: SigningKey,
  agent: string | undefined,
): Promise<Delegation | undefined> {
  const { Delegations } = await import('@agentcoord/approvals');
  const { namespace } = client.configuration;
  const found = await new Delegations(client.storage).list(publicKey);
  return found.find(({ scope, delegate }) => scope === namespace && delegate === agent);
}
