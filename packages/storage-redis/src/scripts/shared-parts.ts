import envelope from '../lua/shared/envelope.lua';
import envelopes from '../lua/shared/envelopes.lua';
import envelopesEnd from '../lua/shared/envelopes-end.lua';
import event from '../lua/shared/event.lua';
import fence from '../lua/shared/fence.lua';
import head from '../lua/shared/head.lua';
import json from '../lua/shared/json.lua';
import leaseCare from '../lua/shared/lease-care.lua';
import leaseEnd from '../lua/shared/lease-end.lua';
import leaseGrant from '../lua/shared/lease-grant.lua';
import leaseListing from '../lua/shared/lease-listing.lua';
import leaseOverlap from '../lua/shared/lease-overlap.lua';
import leasePlaces from '../lua/shared/lease-places.lua';
import leaseQueue from '../lua/shared/lease-queue.lua';
import leaseRefusal from '../lua/shared/lease-refusal.lua';
import leaseRemove from '../lua/shared/lease-remove.lua';
import leaseWait from '../lua/shared/lease-wait.lua';
import logHead from '../lua/shared/log-head.lua';
import object from '../lua/shared/object.lua';
import openEnd from '../lua/shared/open-end.lua';
import recordLabels from '../lua/shared/record-labels.lua';
import refuse from '../lua/shared/refuse.lua';
import replay from '../lua/shared/replay.lua';
import save from '../lua/shared/save.lua';
import signal from '../lua/shared/signal.lua';
import spend from '../lua/shared/spend.lua';
import taskAdd from '../lua/shared/task-add.lua';
import taskAsk from '../lua/shared/task-ask.lua';
import taskBuckets from '../lua/shared/task-buckets.lua';
import taskClaim from '../lua/shared/task-claim.lua';
import taskClaimSimple from '../lua/shared/task-claim-simple.lua';
import taskCompleteSimple from '../lua/shared/task-complete-simple.lua';
import taskDepend from '../lua/shared/task-depend.lua';
import taskDue from '../lua/shared/task-due.lua';
import taskEnd from '../lua/shared/task-end.lua';
import taskFail from '../lua/shared/task-fail.lua';
import taskHeal from '../lua/shared/task-heal.lua';
import taskLapse from '../lua/shared/task-lapse.lua';
import taskListing from '../lua/shared/task-listing.lua';
import taskMove from '../lua/shared/task-move.lua';
import taskOldest from '../lua/shared/task-oldest.lua';
import taskOrder from '../lua/shared/task-order.lua';
import taskPlaces from '../lua/shared/task-places.lua';
import taskProblem from '../lua/shared/task-problem.lua';
import taskPush from '../lua/shared/task-push.lua';
import taskPushSimple from '../lua/shared/task-push-simple.lua';
import taskPushed from '../lua/shared/task-pushed.lua';
import taskReady from '../lua/shared/task-ready.lua';
import taskSeldom from '../lua/shared/task-seldom.lua';
import taskSets from '../lua/shared/task-sets.lua';
import taskSettle from '../lua/shared/task-settle.lua';
import taskState from '../lua/shared/task-state.lua';

/** What several verbs have in common, by the name in their `-- @include` lines. */
export const SHARED_PARTS: Readonly<Record<string, string>> = {
  envelope,
  envelopes,
  'envelopes-end': envelopesEnd,
  event,
  fence,
  head,
  json,
  'lease-care': leaseCare,
  'lease-end': leaseEnd,
  'lease-grant': leaseGrant,
  'lease-listing': leaseListing,
  'lease-overlap': leaseOverlap,
  'lease-places': leasePlaces,
  'lease-queue': leaseQueue,
  'lease-refusal': leaseRefusal,
  'lease-remove': leaseRemove,
  'lease-wait': leaseWait,
  'log-head': logHead,
  object,
  'open-end': openEnd,
  'record-labels': recordLabels,
  refuse,
  replay,
  save,
  signal,
  spend,
  'task-add': taskAdd,
  'task-ask': taskAsk,
  'task-buckets': taskBuckets,
  'task-claim': taskClaim,
  'task-claim-simple': taskClaimSimple,
  'task-complete-simple': taskCompleteSimple,
  'task-depend': taskDepend,
  'task-due': taskDue,
  'task-end': taskEnd,
  'task-fail': taskFail,
  'task-heal': taskHeal,
  'task-lapse': taskLapse,
  'task-listing': taskListing,
  'task-move': taskMove,
  'task-oldest': taskOldest,
  'task-order': taskOrder,
  'task-places': taskPlaces,
  'task-problem': taskProblem,
  'task-push': taskPush,
  'task-push-simple': taskPushSimple,
  'task-pushed': taskPushed,
  'task-ready': taskReady,
  'task-seldom': taskSeldom,
  'task-sets': taskSets,
  'task-settle': taskSettle,
  'task-state': taskState,
};
