/** What can be switched off, to see whether the explorer notices. All of it is on in the protocol as built. */
export interface Rules {
  /** A store asks who owns before it runs a mutation. */
  epochCheck: boolean;
  /** The resource refuses a write with a lower fence than it has accepted. */
  fence: boolean;
  /** Batches carry the slots with their replies. */
  slotsShipped: boolean;
  /** A joiner waits for the owner to hand over. */
  joinByHandover: boolean;
  /** A batch that is behind the copy is dropped. */
  sequences: boolean;
  /** After a loss nothing is granted before the longest lease is over. */
  lockDelay: boolean;
  /** Taking a namespace without its owner is announced and waits out the objection time. */
  objection: boolean;
  /** A solo owner runs nothing when it has not looked at Redis lately. */
  look: boolean;
  /** After a gap a silent Redis is not enough for an owner that has met others. */
  answerAfterGap: boolean;
  /** The last step of a handover checks that Redis has every event. */
  handoverSequence: boolean;
  /** A handover that was begun ends with Redis as the owner when Redis has forgotten. */
  handoverAsksRedis: boolean;
  /** A new owner on a young server waits out leases that an emptied one may have known. */
  youngServerDelay: boolean;
  /** Leases of work done unseen are waited out before the store follows. */
  leavingWaits: boolean;
  /** Fences follow the clock, so that after a lock delay they are above all that were ever given. */
  fenceClock: boolean;
  /** Epochs follow the clock, so that one is never given twice. */
  epochClock: boolean;
  /** A store between two owners adopts a server that was restarted and forgot nothing. */
  resume: boolean;
  /** A follower gives an owner that forgot what the owner lost. */
  restore: boolean;
  /** A follower applies nothing of a new epoch before it has given back what it has. */
  followsFirst: boolean;
  /** A namespace that Redis has from before there were owners is Redis's. */
  pastCounts: boolean;
}

export const AS_BUILT: Rules = {
  epochCheck: true,
  fence: true,
  slotsShipped: true,
  joinByHandover: true,
  sequences: true,
  lockDelay: true,
  objection: true,
  look: true,
  answerAfterGap: true,
  handoverSequence: true,
  handoverAsksRedis: true,
  youngServerDelay: true,
  leavingWaits: true,
  fenceClock: true,
  epochClock: true,
  resume: true,
  restore: true,
  followsFirst: true,
  pastCounts: true,
};

/** A small world to explore: where it begins, who does what, which faults may happen. */
export interface Scope {
  name: string;
  rules: Rules;
  /** 'naive': on an error, or when it thinks there was one, an agent uses the file store. */
  design: 'one-owner' | 'naive';
  /** Ticks of a lock or claim. */
  ttl: number;
  /** For each host: Redis is on its machine, so it may own, and silence for it is silence for all. */
  onMachineOfRedis: boolean[];
  workload: 'lock' | 'task' | 'both';
  /** How many operations each agent begins. */
  operations: number[];
  /** An owner's look may get no answer although Redis is up: no store may own locally in such a place. */
  ownerMayBeCutOff: boolean;
  /** Where Redis is gone at the first start. Only where nobody else can be there: see decision 0007. */
  mayWorkUnseen: boolean;
  /** Stores take it that no other can ever have used the namespace. */
  isPrivate: boolean;
  /** Only these are looked for; all where it is left out. */
  invariants?: readonly string[];
}
