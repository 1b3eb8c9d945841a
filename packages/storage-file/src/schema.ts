import { LEASES_SCHEMA } from './leases/schema.js';
import { LIMITS_SCHEMA, REFUSALS_SCHEMA } from './limits/schema.js';
import { LOGS_SCHEMA, QUEUED_AT_SCHEMA } from './logs/schema.js';
import type { DatabaseKind } from './opening/database-kind.js';
import { QUEUES_SCHEMA } from './queues/schema.js';
import { RECORDS_SCHEMA } from './records/schema.js';
import { REPLICA_SCHEMA } from './replica/schema.js';
import { STORE_SCHEMA } from './store/schema.js';

const FIRST = [STORE_SCHEMA, LEASES_SCHEMA, QUEUES_SCHEMA, RECORDS_SCHEMA, LOGS_SCHEMA, LIMITS_SCHEMA].join(
  '\n',
);

/** A published schema is never edited: a change is one more entry at the end of `migrations`. */
export const STORE_DATABASE: DatabaseKind = {
  file: 'agentcoord.db',
  // 'ACst'
  applicationId: 0x41437374,
  migrations: [FIRST, REFUSALS_SCHEMA, REPLICA_SCHEMA, QUEUED_AT_SCHEMA],
};
