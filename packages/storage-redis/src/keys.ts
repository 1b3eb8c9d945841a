/**
 * Every key of a namespace. The hash tag keeps them in one slot of a Cluster; a user's text is always the
 * last part of a key, or follows a space that cannot be in what stands before it, so no two can collide.
 */
export function keysOf(namespace: string) {
  const prefix = `{ac:${namespace}}:`;
  const at = (name: string) => `${prefix}${name}`;
  return {
    /** For the keys a script makes itself: those of leases, the tasks it claims. */
    prefix,
    /** Server, schema, clock offset, fence, counters of events, tasks and places in the queue. */
    meta: at('meta'),
    events: at('log:events'),
    /** Never exists: the guard of every script; deleting it needs no memory and lets one write on a full server. */
    spare: at('spare'),
    /** Of the mutex; redis-semaphore puts `mutex:` before it, which leaves the hash tag. */
    migration: at('migration'),
    session: (session: string) => at(`session:${session}`),

    grant: (grantId: string) => at(`grant:${grantId}`),

    task: (taskId: string) => at(`task:${taskId}`),

    record: (collection: string, id: string) => at(`record:${collection} ${id}`),
    records: (collection: string) => at(`records:${collection}`),
    removedRecords: (collection: string) => at(`removed:${collection}`),
    recordLabel: (collection: string, name: string, value: string) =>
      at(`label:${collection} ${name} ${value}`),

    log: (log: string) => at(`log:${log}`),
    logCounts: (log: string) => at(`log-counts:${log}`),
    logIds: (log: string) => at(`log-ids:${log}`),

    permits: (name: string) => at(`permits:${name}`),
    spend: at('spend'),
    reservations: at('reservations'),
    reservation: (id: string) => at(`reservation:${id}`),

    /** For a moment, to see whether a command may be run. */
    probe: (mark: string, kind: string) => at(`probe:${mark} ${kind}`),

    channel: (channel: string) => at(`signal:${channel}`),
  };
}

export type Keys = ReturnType<typeof keysOf>;
