import { TaskQueue } from '@agentcoord/queue';
import { openFileStorage } from '@agentcoord/storage-file';
import { openRedisStorage } from '@agentcoord/storage-redis';

/** One queue, for every process that opens it: a folder, or a namespace of a Redis. The rest of the code is the same. */
export async function openQueue(worker: string) {
  const { REDIS_URL: url, AGENTCOORD_NAMESPACE: namespace = 'crash' } = process.env;
  const storage = url
    ? await openRedisStorage({ url, namespace })
    : await openFileStorage({ folder: '.tasks' });
  return { storage, queue: new TaskQueue({ storage, worker }) };
}
