import anyLease from '../lua/shared/any-lease.lua';
import applyDependencies from '../lua/shared/apply-dependencies.lua';
import applyEvent from '../lua/shared/apply-event.lua';
import applyLease from '../lua/shared/apply-lease.lua';
import applyLimits from '../lua/shared/apply-limits.lua';
import applyLog from '../lua/shared/apply-log.lua';
import applyRecord from '../lua/shared/apply-record.lua';
import applyTask from '../lua/shared/apply-task.lua';
import blockedAgain from '../lua/shared/blocked-again.lua';
import clock from '../lua/shared/clock.lua';
import copyHead from '../lua/shared/copy-head.lua';
import copyPosition from '../lua/shared/copy-position.lua';
import emptyCopy from '../lua/shared/empty-copy.lua';
import emptyTasks from '../lua/shared/empty-tasks.lua';
import enterEpoch from '../lua/shared/enter-epoch.lua';
import envelope from '../lua/shared/envelope.lua';
import envelopeHead from '../lua/shared/envelope-head.lua';
import envelopes from '../lua/shared/envelopes.lua';
import envelopesEnd from '../lua/shared/envelopes-end.lua';
import event from '../lua/shared/event.lua';
import eventCounts from '../lua/shared/event-counts.lua';
import eventEntry from '../lua/shared/event-entry.lua';
import eventEntryInSlot from '../lua/shared/event-entry-in-slot.lua';
import fence from '../lua/shared/fence.lua';
import finish from '../lua/shared/finish.lua';
import finishStraight from '../lua/shared/finish-straight.lua';
import followClock from '../lua/shared/follow-clock.lua';
import gateConditions from '../lua/shared/gate-conditions.lua';
import gateView from '../lua/shared/gate-view.lua';
import head from '../lua/shared/head.lua';
import headAdmitted from '../lua/shared/head-admitted.lua';
import headLooking from '../lua/shared/head-looking.lua';
import healNothing from '../lua/shared/heal-nothing.lua';
import json from '../lua/shared/json.lua';
import lapseNothing from '../lua/shared/lapse-nothing.lua';
import leaseCare from '../lua/shared/lease-care.lua';
import leaseEnd from '../lua/shared/lease-end.lua';
import leaseGrant from '../lua/shared/lease-grant.lua';
import leaseListing from '../lua/shared/lease-listing.lua';
import leaseOverlap from '../lua/shared/lease-overlap.lua';
import leasePlaces from '../lua/shared/lease-places.lua';
import leaseQueue from '../lua/shared/lease-queue.lua';
import leaseRefusal from '../lua/shared/lease-refusal.lua';
import leaseRemove from '../lua/shared/lease-remove.lua';
import leaseTakeOut from '../lua/shared/lease-take-out.lua';
import leaseWait from '../lua/shared/lease-wait.lua';
import logHead from '../lua/shared/log-head.lua';
import lookOnly from '../lua/shared/look-only.lua';
import namesInSets from '../lua/shared/names-in-sets.lua';
import nextFence from '../lua/shared/next-fence.lua';
import object from '../lua/shared/object.lua';
import openEnd from '../lua/shared/open-end.lua';
import recordLabels from '../lua/shared/record-labels.lua';
import refuse from '../lua/shared/refuse.lua';
import replay from '../lua/shared/replay.lua';
import save from '../lua/shared/save.lua';
import signal from '../lua/shared/signal.lua';
import spend from '../lua/shared/spend.lua';
import spendAsStored from '../lua/shared/spend-as-stored.lua';
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
import tasksInOrder from '../lua/shared/tasks-in-order.lua';

/** What several verbs have in common, by the name in their `-- @include` lines. */
export const SHARED_PARTS: Readonly<Record<string, string>> = {
  'any-lease': anyLease,
  'apply-dependencies': applyDependencies,
  'apply-event': applyEvent,
  'apply-lease': applyLease,
  'apply-limits': applyLimits,
  'apply-log': applyLog,
  'apply-record': applyRecord,
  'apply-task': applyTask,
  'blocked-again': blockedAgain,
  clock,
  'copy-head': copyHead,
  'copy-position': copyPosition,
  'empty-copy': emptyCopy,
  'empty-tasks': emptyTasks,
  'enter-epoch': enterEpoch,
  envelope,
  'envelope-head': envelopeHead,
  envelopes,
  'envelopes-end': envelopesEnd,
  event,
  'event-counts': eventCounts,
  'event-entry': eventEntry,
  'event-entry-in-slot': eventEntryInSlot,
  fence,
  finish,
  'finish-straight': finishStraight,
  'follow-clock': followClock,
  'gate-conditions': gateConditions,
  'gate-view': gateView,
  head,
  'head-admitted': headAdmitted,
  'head-looking': headLooking,
  'heal-nothing': healNothing,
  json,
  'lapse-nothing': lapseNothing,
  'lease-care': leaseCare,
  'lease-end': leaseEnd,
  'lease-grant': leaseGrant,
  'lease-listing': leaseListing,
  'lease-overlap': leaseOverlap,
  'lease-places': leasePlaces,
  'lease-queue': leaseQueue,
  'lease-refusal': leaseRefusal,
  'lease-remove': leaseRemove,
  'lease-take-out': leaseTakeOut,
  'lease-wait': leaseWait,
  'log-head': logHead,
  'look-only': lookOnly,
  'names-in-sets': namesInSets,
  'next-fence': nextFence,
  object,
  'open-end': openEnd,
  'record-labels': recordLabels,
  refuse,
  replay,
  save,
  signal,
  spend,
  'spend-as-stored': spendAsStored,
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
  'tasks-in-order': tasksInOrder,
};
