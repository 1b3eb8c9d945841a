import { granted, leaseRequest } from '../leases/requests.js';
import type { MutatingVerb } from './mutating-verbs.js';

const BY = { reason: 'test', by: 'test' };

export const LEASE_VERBS: readonly MutatingVerb[] = [
  {
    name: 'leases.acquire',
    async prepare(storage) {
      const request = leaseRequest('one', 'file/a', { grantId: 'grant-1' });
      return {
        call: (client, options) => client.leases.acquire(request, options),
        otherCall: (client, options) => client.leases.acquire({ ...request, ttlMs: 1_000 }, options),
        meanwhile: () => storage.leases.release({ grantId: 'grant-1' }),
        events: ['lease-granted lease/grant-1'],
      };
    },
  },
  {
    name: 'leases.release',
    async prepare(storage) {
      const request = leaseRequest('one', 'file/a', { grantId: 'grant-1' });
      await granted(storage, request);
      return {
        call: (client, options) => client.leases.release({ grantId: 'grant-1' }, options),
        otherCall: (client, options) => client.leases.release({ grantId: 'grant-2' }, options),
        meanwhile: () => granted(storage, request),
        events: ['lease-released lease/grant-1'],
      };
    },
  },
  {
    name: 'leases.revoke',
    async prepare(storage) {
      const request = leaseRequest('one', 'file/a', { grantId: 'grant-1' });
      await granted(storage, request);
      return {
        call: (client, options) => client.leases.revoke({ holder: 'one', ...BY }, options),
        otherCall: (client, options) => client.leases.revoke({ holder: 'two', ...BY }, options),
        meanwhile: () => granted(storage, request),
        events: ['lease-revoked lease/grant-1'],
      };
    },
  },
];
