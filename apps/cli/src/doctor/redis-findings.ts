import { AgentCoordError } from '@agentcoord/core';
import { type InspectOptions, inspectServer, type ServerInspection } from '@agentcoord/storage-redis';
import { clock } from './checks/clock.js';
import { connections } from './checks/connections.js';
import { diskErrors } from './checks/disk-errors.js';
import { encryption, password } from './checks/encryption.js';
import { eviction } from './checks/eviction.js';
import { memory } from './checks/memory.js';
import { persistence } from './checks/persistence.js';
import { replicas } from './checks/replicas.js';
import { rights } from './checks/rights.js';
import { role } from './checks/role.js';
import { schema } from './checks/schema.js';
import { version } from './checks/version.js';
import { type Finding, ok, type StoreFindings } from './finding.js';
import { redisCli } from './redis-cli.js';

const CHECKS: ReadonlyArray<(server: ServerInspection) => Finding> = [
  version,
  role,
  eviction,
  persistence,
  memory,
  diskErrors,
  replicas,
  connections,
  rights,
  encryption,
  password,
  clock,
  schema,
];

/** Everything there is to say about a server. One that cannot be asked is a finding, not an error. */
export async function redisFindings(options: InspectOptions): Promise<StoreFindings> {
  try {
    const server = await inspectServer(options);
    const reached = ok('connection', `${server.address} answers in ${server.roundTripMs.toFixed(1)} ms.`);
    const findings = [reached, ...CHECKS.map((check) => check(server))];
    return { address: server.address, findings, isThere: server.schema !== undefined };
  } catch (error) {
    if (!AgentCoordError.is(error)) throw error;
    const address = typeof error.data.address === 'string' ? error.data.address : '';
    const finding = notReached(error, address);
    if (finding === undefined) throw error;
    return { address, findings: [finding], isThere: false };
  }
}

function notReached({ code, message }: AgentCoordError, address: string): Finding | undefined {
  const found = { check: 'connection', severity: 'error', what: message } as const;
  switch (code) {
    case 'storage_unavailable':
      return {
        ...found,
        why: 'While it is away nothing is locked, claimed or added: no other store takes its place.',
        fix: redisCli(address, 'PING || systemctl start redis-server'),
      };
    case 'misconfigured':
      return {
        ...found,
        why: 'It refuses every call.',
        fix: `export REDIS_URL=${address.replace('://', '://<user>:<password>@')}`,
      };
    case 'invalid_argument':
      return {
        ...found,
        why: 'Nobody can be asked.',
        fix: 'export REDIS_URL=redis://<user>:<password>@<host>:6379/0',
      };
    default:
      return undefined;
  }
}
