import { createHash } from 'node:crypto';
import { untilReply } from './ask-redis.js';
import { freePorts } from './free-ports.js';
import { type RedisServer, startRedisServer } from './redis-server.js';

export interface ClusterNode {
  server: RedisServer;
  id: string;
  port: number;
}

/** Three masters with a replica each, on loopback. */
export interface RedisCluster {
  /** Masters first; the replica of `nodes[i]` is `nodes[i + 3]`. */
  nodes: readonly ClusterNode[];
  seeds: Array<{ host: string; port: number }>;
  remove(): Promise<void>;
}

const MASTERS = 3;
const SLOTS = 16_384;

/** Each node is told all the others from the start: there is nothing to be joined and agreed upon. */
export async function startRedisCluster(options: { appendOnly?: boolean } = {}): Promise<RedisCluster> {
  const ports = await freePorts(4 * MASTERS);
  const plan = Array.from({ length: 2 * MASTERS }, (_, index) => ({
    index,
    id: createHash('sha1').update(`node ${index}`).digest('hex'),
    port: ports[index] ?? 0,
    busPort: ports[index + 2 * MASTERS] ?? 0,
  }));
  const nodes = await Promise.all(
    plan.map(async (node) => {
      const server = await startRedisServer({
        ...options,
        port: node.port,
        arguments: [
          ...['--cluster-enabled', 'yes', '--cluster-port', String(node.busPort)],
          // A master that answers nobody for this long is voted out.
          ...['--cluster-node-timeout', '1000', '--cluster-replica-validity-factor', '0'],
          ...['--repl-diskless-sync-delay', '0'],
        ],
        files: { 'nodes.conf': nodesFile(plan, node.index) },
      });
      return { server, id: node.id, port: node.port };
    }),
  );
  const cluster: RedisCluster = {
    nodes,
    seeds: nodes.map(({ port }) => ({ host: '127.0.0.1', port })),
    async remove() {
      await Promise.all(nodes.map(({ server }) => server.remove()));
    },
  };
  try {
    await Promise.all(
      nodes.map(async ({ port }, index) => {
        await untilReply({ port }, 'CLUSTER INFO', /cluster_state:ok/);
        const inStep = index < MASTERS ? /state=online/ : /master_link_status:up/;
        await untilReply({ port }, 'INFO replication', inStep);
      }),
    );
  } catch (error) {
    await cluster.remove();
    throw error;
  }
  return cluster;
}

function nodesFile(
  plan: ReadonlyArray<{ index: number; id: string; port: number; busPort: number }>,
  own: number,
): string {
  const lines = plan.map(({ index, id, port, busPort }) => {
    const master = plan[index - MASTERS]?.id;
    const role = master === undefined ? 'master' : 'slave';
    const flags = index === own ? `myself,${role}` : role;
    const epoch = (index % MASTERS) + 1;
    const slots = master === undefined ? ` ${slotRange(index)}` : '';
    return `${id} 127.0.0.1:${port}@${busPort} ${flags} ${master ?? '-'} 0 0 ${epoch} connected${slots}`;
  });
  return [...lines, `vars currentEpoch ${MASTERS} lastVoteEpoch 0`, ''].join('\n');
}

function slotRange(index: number): string {
  const first = Math.ceil((SLOTS * index) / MASTERS);
  return `${first}-${Math.ceil((SLOTS * (index + 1)) / MASTERS) - 1}`;
}
