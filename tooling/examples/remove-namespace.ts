import { removeNamespace } from '../../packages/storage-redis/src/index.js';

/** What an example left on the caller's Redis. */
const { REDIS_URL: url, AGENTCOORD_NAMESPACE: namespace } = process.env;
if (url && namespace) await removeNamespace({ url, namespace });
