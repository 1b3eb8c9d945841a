/** For each guarantee that is switched off, sentences of the contract that must then be red. */
export const RED: Record<string, string[]> = {
  constantFences: ['grow over every space, holder, lease and claim of the namespace'],
  leasesWithoutConflicts: [
    'decides right about the same key, in all modes and scopes',
    'grants to one of many that ask at the same time',
  ],
  leasesWithoutQueue: ['serves waiters first-in first-out', 'does not let readers starve a waiting writer'],
  renewalsThatRevive: ['refuses a renewal from a holder whose lease expired'],
  pushesThatForget: ['gives priority 5 first, then first-in first-out'],
  pushesThatAdd: ['lists by sequence and by every filter'],
  settlementsWithoutFence: [
    'records one completion only, and answers fenced to the second',
    'fences a settlement that comes after the claim expired, reaped or not',
  ],
  appendsThatForget: ['go on counting after entries were archived'],
  'leasesWithoutConflicts, by the model': ['agrees with every answer (fixed seed)'],
  envelopeIgnored: [
    'sent twice gives the same reply and has one effect',
    'with other arguments under the same sequence is refused',
    'with a lower sequence never runs',
    'never runs once it is burned',
    'in a session nobody opened is refused',
  ],
  eventsNotWritten: ['queues.push writes its events with the change', 'tell of every way a task goes'],
  signalsDropped: ['are not missed between listening and waiting'],
  spendingWithoutCap: ['never goes above a cap, spent and reserved together'],
  epochsIgnored: [
    'records.put runs only for callers of the admitted epoch',
    'leases.renew runs only for callers of the admitted epoch',
    'changes nothing where its caller is not admitted',
  ],
  positionsIgnored: ['brings the copy to where it says, once', 'that leaves something out is refused'],
  pagesInAnyOrder: ['is no copy before its last page'],
  slotsNotShipped: [
    'of records.put is given by the new owner',
    'of queues.claim is given by the new owner',
    'travels with a snapshot too, and on to the next copy',
  ],
  spendNotShipped: ['goes on with everything: claims, locks, money, places'],
  eventsNotShipped: ['brings the events, so that a reader goes on at the copy'],
  clockTooEarly: ['goes back to its owner’s once, with the first batch'],
  recordsWithoutVersions: ['stores under a condition only if it holds, and tells what is there'],
};
