import leasesAcquire from '../lua/leases/acquire.lua';
import leasesGuard from '../lua/leases/guard.lua';
import leasesInspect from '../lua/leases/inspect.lua';
import leasesRelease from '../lua/leases/release.lua';
import leasesRenew from '../lua/leases/renew.lua';
import leasesRevoke from '../lua/leases/revoke.lua';
import limitsAcquirePermit from '../lua/limits/acquire-permit.lua';
import limitsReadSpend from '../lua/limits/read-spend.lua';
import limitsReleasePermit from '../lua/limits/release-permit.lua';
import limitsRenewPermit from '../lua/limits/renew-permit.lua';
import limitsReserve from '../lua/limits/reserve.lua';
import limitsSettleSpend from '../lua/limits/settle-spend.lua';
import logsAppend from '../lua/logs/append.lua';
import logsArchive from '../lua/logs/archive.lua';
import logsRead from '../lua/logs/read.lua';
import queuesCancel from '../lua/queues/cancel.lua';
import queuesClaim from '../lua/queues/claim.lua';
import queuesEvict from '../lua/queues/evict.lua';
import queuesGet from '../lua/queues/get.lua';
import queuesList from '../lua/queues/list.lua';
import queuesPush from '../lua/queues/push.lua';
import queuesRenew from '../lua/queues/renew.lua';
import queuesRequeue from '../lua/queues/requeue.lua';
import queuesSettle from '../lua/queues/settle.lua';
import queuesStats from '../lua/queues/stats.lua';
import recordsGet from '../lua/records/get.lua';
import recordsList from '../lua/records/list.lua';
import recordsPut from '../lua/records/put.lua';
import recordsRemove from '../lua/records/remove.lua';
import recordsSearch from '../lua/records/search.lua';
import replicaApply from '../lua/replica/apply.lua';
import replicaEvents from '../lua/replica/events.lua';
import replicaJoin from '../lua/replica/join.lua';
import replicaLead from '../lua/replica/lead.lua';
import replicaLeave from '../lua/replica/leave.lua';
import replicaLook from '../lua/replica/look.lua';
import replicaPage from '../lua/replica/page.lua';
import replicaRead from '../lua/replica/read.lua';
import replicaSetGate from '../lua/replica/set-gate.lua';
import serverAdopt from '../lua/server/adopt.lua';
import serverBeginMigration from '../lua/server/begin-migration.lua';
import serverNoteClaim from '../lua/server/note-claim.lua';
import serverNow from '../lua/server/now.lua';
import sessionsBurn from '../lua/sessions/burn.lua';
import sessionsOpen from '../lua/sessions/open.lua';
import signalsPublish from '../lua/signals/publish.lua';
import { joinScript } from './join-script.js';
import { SHARED_PARTS } from './shared-parts.js';

const join = (name: string, source: string) => joinScript(name, source, SHARED_PARTS);

/** Every verb, one script each. */
export const SCRIPTS = {
  leases: {
    acquire: join('leases/acquire', leasesAcquire),
    guard: join('leases/guard', leasesGuard),
    inspect: join('leases/inspect', leasesInspect),
    release: join('leases/release', leasesRelease),
    renew: join('leases/renew', leasesRenew),
    revoke: join('leases/revoke', leasesRevoke),
  },
  queues: {
    cancel: join('queues/cancel', queuesCancel),
    claim: join('queues/claim', queuesClaim),
    evict: join('queues/evict', queuesEvict),
    get: join('queues/get', queuesGet),
    list: join('queues/list', queuesList),
    push: join('queues/push', queuesPush),
    renew: join('queues/renew', queuesRenew),
    requeue: join('queues/requeue', queuesRequeue),
    settle: join('queues/settle', queuesSettle),
    stats: join('queues/stats', queuesStats),
  },
  records: {
    get: join('records/get', recordsGet),
    list: join('records/list', recordsList),
    put: join('records/put', recordsPut),
    remove: join('records/remove', recordsRemove),
    search: join('records/search', recordsSearch),
  },
  logs: {
    append: join('logs/append', logsAppend),
    archive: join('logs/archive', logsArchive),
    read: join('logs/read', logsRead),
  },
  limits: {
    acquirePermit: join('limits/acquire-permit', limitsAcquirePermit),
    readSpend: join('limits/read-spend', limitsReadSpend),
    releasePermit: join('limits/release-permit', limitsReleasePermit),
    renewPermit: join('limits/renew-permit', limitsRenewPermit),
    reserve: join('limits/reserve', limitsReserve),
    settleSpend: join('limits/settle-spend', limitsSettleSpend),
  },
  signals: {
    publish: join('signals/publish', signalsPublish),
  },
  sessions: {
    burn: join('sessions/burn', sessionsBurn),
    open: join('sessions/open', sessionsOpen),
  },
  replica: {
    apply: join('replica/apply', replicaApply),
    events: join('replica/events', replicaEvents),
    join: join('replica/join', replicaJoin),
    lead: join('replica/lead', replicaLead),
    leave: join('replica/leave', replicaLeave),
    look: join('replica/look', replicaLook),
    page: join('replica/page', replicaPage),
    read: join('replica/read', replicaRead),
    setGate: join('replica/set-gate', replicaSetGate),
  },
  server: {
    adopt: join('server/adopt', serverAdopt),
    beginMigration: join('server/begin-migration', serverBeginMigration),
    noteClaim: join('server/note-claim', serverNoteClaim),
    now: join('server/now', serverNow),
  },
};
