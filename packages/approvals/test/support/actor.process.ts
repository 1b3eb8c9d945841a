import '@agentcoord/tooling/lua-register';
import { readFileSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { AgentCoordError, SigningKey, type Storage } from '@agentcoord/core';

/**
 * One process of a test: `wait <id>`, or `approve|reject <id>` once told to on stdin. Says what happens
 * as JSON lines.
 */
const [address = '', actor = '', keyFile = '', verb = '', id = ''] = process.argv.slice(2);
const { ApprovalWorkflow } = await import('../../src/index.js');
const operatorKey = SigningKey.fromPem(readFileSync(keyFile, 'utf8'));
const workflow = new ApprovalWorkflow({
  storage: await open(address),
  actor,
  operatorKeys: [operatorKey.publicKey],
  ...(verb === 'wait' ? {} : { signer: operatorKey }),
});

function tell(message: Record<string, unknown>): void {
  writeSync(1, `${JSON.stringify(message)}\n`);
}

if (verb === 'wait') {
  tell({ ready: true });
  const { status, by } = await workflow.wait(id);
  tell({ status, by });
} else {
  tell({ ready: true });
  for await (const _line of createInterface({ input: process.stdin })) break;
  const decided = verb === 'approve' ? workflow.approve(id) : workflow.reject(id);
  await decided.then(
    ({ status }) => tell({ decided: status }),
    (error: unknown) => {
      if (!AgentCoordError.is(error)) throw error;
      tell({ refused: error.code, status: error.data.status, by: error.data.by });
    },
  );
}
process.exit(0);

async function open(place: string): Promise<Storage> {
  if (!place.startsWith('unix://')) {
    const { openFileStorage } = await import('@agentcoord/storage-file');
    return openFileStorage({ folder: place });
  }
  const [path = '', namespace = ''] = place.slice('unix://'.length).split('?');
  const { openRedisStorage } = await import('@agentcoord/storage-redis');
  return openRedisStorage({ path, namespace });
}
