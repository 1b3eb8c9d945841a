import { describeThrown, EVENTS_LOG, MAX_PAGE, pause, printable } from '@agentcoord/core';
import { nothingWanted, type Wanted } from '../model/dashboard-model.js';
import { seenEvent } from '../model/seen-event.js';
import { CALL_MS, type Source } from './source.js';
import { takeSnapshot } from './take-snapshot.js';

/** Signals are hints and may be lost: look this often anyway. */
const POLL_MS = 1_000;
/** Events that come in a burst are taken together: the screen is painted ten times a second at most. */
const GATHER_MS = 80;
const TRY_AGAIN_MS = 500;
const HISTORY = 500;

export interface Hearing {
  /** A snapshot was taken. */
  onLoaded: () => void;
  /** What events only pointed at. */
  onWanted: (wanted: Wanted) => void;
}

/**
 * Keeps the model even with the events log until `signal` fires. A store that does not answer is noted in the model,
 * and tried again: nobody who looks at the screen waits for it.
 */
export async function followEvents(source: Source, hearing: Hearing): Promise<void> {
  const { signal } = source;
  while (!signal.aborted) {
    try {
      await followUntilTrouble(source, hearing);
    } catch (error) {
      if (signal.aborted) return;
      noteLoss(source, error);
      await pause(TRY_AGAIN_MS, signal).catch(() => undefined);
    }
  }
}

async function followUntilTrouble(source: Source, { onWanted, onLoaded }: Hearing): Promise<void> {
  const { client, signal } = source;
  const { storage } = client;
  // Opened before the look: what happens in between is heard.
  await using listener = await storage.signals.listen(
    { channels: [`log/${EVENTS_LOG}`] },
    { signal, timeoutMs: CALL_MS },
  );
  const lookAtAll = async (): Promise<number> => {
    const sequence = await takeSnapshot(source);
    onLoaded();
    if (source.model.events.length === 0) await recallHistory(source, sequence);
    onWanted({ ...nothingWanted(), board: true, audit: true, spend: true });
    return sequence;
  };
  let after = await lookAtAll();
  for (;;) {
    const { entries, head } = await storage.logs.read(
      { log: EVENTS_LOG, after, limit: MAX_PAGE },
      { signal, timeoutMs: CALL_MS },
    );
    const fellBehind = head.firstSequence !== undefined && head.firstSequence > after + 1;
    // A store that came back older than what was seen of it is another one.
    if ((fellBehind && head.sequence > after) || head.sequence < after) {
      after = await lookAtAll();
      continue;
    }
    const wanted = nothingWanted();
    for (const entry of entries) {
      const event = seenEvent(entry);
      if (event !== undefined) source.model.apply(event, wanted);
      after = entry.sequence;
    }
    noteAnswer(source);
    if (entries.length > 0) onWanted(wanted);
    if (entries.length === MAX_PAGE) continue;
    await pause(GATHER_MS, signal);
    await listener.next({ timeoutMs: POLL_MS, signal });
  }
}

/** What happened before anybody looked: who comes to a busy house sees that it is busy. */
async function recallHistory({ client, model, signal }: Source, upTo: number): Promise<void> {
  const { entries } = await client.storage.logs.read(
    { log: EVENTS_LOG, order: 'descending', before: upTo + 1, limit: HISTORY },
    { signal, timeoutMs: CALL_MS },
  );
  for (const entry of entries.reverse()) {
    const event = seenEvent(entry);
    if (event !== undefined) model.recall(event);
  }
}

function noteAnswer({ model }: Source): void {
  if (model.connection.lostSince === undefined) return;
  model.connection = { isLoaded: true };
  model.touch();
}

function noteLoss({ model, clock }: Source, error: unknown): void {
  const { lostSince = clock.now(), isLoaded } = model.connection;
  const trouble = printable(describeThrown(error), { singleLine: true });
  model.connection = { lostSince, trouble, isLoaded };
  model.touch();
}
