import { TaskQueue } from '@agentcoord/queue';
import { openFileStorage } from '@agentcoord/storage-file';
import { openRedisStorage } from '@agentcoord/storage-redis';

/** The queue of the service and of its workers: a folder on one machine, a namespace of a Redis on several. */
export async function openQueue(worker: string) {
  const { REDIS_URL: url, AGENTCOORD_NAMESPACE: namespace = 'thumbnails' } = process.env;
  const storage = url
    ? await openRedisStorage({ url, namespace })
    : await openFileStorage({ folder: '.jobs' });
  return { storage, queue: new TaskQueue({ storage, worker }) };
}
