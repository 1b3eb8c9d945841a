import { resolve } from 'node:path';
import type { Delegation } from '@agentcoord/approvals';
import { AgentCoordError, createKeyFile, type Duration, durationMs, keyFingerprint } from '@agentcoord/core';
import { operatorKey } from '../approvals/open-workflow.js';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { collect } from '../input/parse.js';
import { isoTime } from '../output/iso-times.js';
import { plain } from '../output/plain.js';

interface DelegateOptions {
  key?: string;
  publicKey?: string;
  action?: string[];
  for?: Duration;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Let an agent decide some requests with a key of its own, for a time. Signed with the operator key; cannot be taken back before its end.',
    )
    .argument('<agent>', 'the name under which it decides')
    .requiredOption('--action <pattern>', "what it may decide: 'deploy:staging*' (repeatable)", collect)
    .option('--for <duration>', "how long (default '8h')")
    .option(
      '--key <file>',
      "its key file; made when it is not there. It decides with 'agentcoord approve --key'",
    )
    .option('--public-key <key>', 'its public key (ed25519:…), where the file is elsewhere')
    .action(handle(delegate));
};

async function delegate(call: CommandCall<DelegateOptions>, agent: string): Promise<CommandResult> {
  if (call.agent !== undefined) throw onlyOperators(call.agent);
  const client = await call.connect();
  const operator = await operatorKey(client);
  const { createDelegation, Delegations } = await import('@agentcoord/approvals');
  const delegation = createDelegation(operator, {
    delegate: agent,
    key: await delegateKey(call),
    actions: call.options.action ?? [],
    expiresAt: (await client.storage.now()) + durationMs(call.options.for ?? '8h', '--for'),
    scope: client.configuration.namespace,
  });
  await new Delegations(client.storage).add(delegation);
  return { data: shown(delegation), text: describe(delegation) };
}

async function delegateKey({ options, cwd }: CommandCall<DelegateOptions>): Promise<string> {
  const { key, publicKey } = options;
  if (publicKey !== undefined && key === undefined) return publicKey;
  if (key !== undefined && publicKey === undefined)
    return (await createKeyFile(resolve(cwd, key))).key.publicKey;
  throw new AgentCoordError('invalid_argument', 'Give --key <file> or --public-key <key>, one of them.', {
    data: { field: '--key' },
  });
}

function describe({ delegate, actions, expiresAt, key }: Delegation): string {
  return plain`${delegate} may decide ${actions.join(', ')} until ${isoTime(expiresAt)}, with the key ${keyFingerprint(key)}.`;
}

function shown({ signature: _signature, ...terms }: Delegation): Omit<Delegation, 'signature'> {
  return terms;
}

function onlyOperators(agent: string): AgentCoordError {
  return new AgentCoordError(
    'misconfigured',
    `${agent} cannot delegate: only the operator can. Leave out --agent and AGENTCOORD_AGENT_ID, where you are one.`,
    { data: { agent } },
  );
}
