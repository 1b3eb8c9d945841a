import { join } from 'node:path';
import type { AuditLog } from '@agentcoord/audit';
import type { CoordinationClient } from '@agentcoord/client';
import { readKeyFile, type SigningKey } from '@agentcoord/core';
import type { CommandCall } from '../command-context.js';

/** Runs with the audit log of this namespace, as who acts, and closes it. */
export async function withAudit<T>(call: CommandCall, run: (audit: AuditLog) => Promise<T>): Promise<T> {
  const client = await call.connect();
  const { AuditLog } = await import('@agentcoord/audit');
  const signer = await signerOf(call, client);
  await using audit = new AuditLog({
    storage: client.storage,
    author: client.identity,
    folder: join(client.configuration.storeFolder, 'audit'),
    ...(signer === undefined ? {} : { signer }),
  });
  return await run(audit);
}

/** The operator signs with the pinned key where it is here; everybody else with one of this command's life. */
async function signerOf(
  { agent }: CommandCall,
  { configuration }: CoordinationClient,
): Promise<SigningKey | undefined> {
  const { operatorKeys, operatorKeyFile } = configuration;
  if (agent !== undefined || operatorKeys.length === 0) return undefined;
  const key = await readKeyFile(operatorKeyFile);
  return key !== undefined && operatorKeys.includes(key.publicKey) ? key : undefined;
}
