import { EVENTS_LOG, MAX_PAGE, type Storage } from '@agentcoord/core';
import { counter, type Metric } from '../metric.js';
import { EventFigures } from './event-figures.js';

/** Reads the feed of events once, however often it is asked: figures only grow as long as this lives. */
export class EventReader {
  private readonly figures = new EventFigures();
  private after = 0;
  private missed = 0;

  constructor(private readonly storage: Pick<Storage, 'logs'>) {}

  /** All that happened since the last time; at first all that the store still has. */
  async catchUp(): Promise<void> {
    for (;;) {
      const { entries, head } = await this.storage.logs.read({
        log: EVENTS_LOG,
        after: this.after,
        limit: MAX_PAGE,
      });
      const first = head.firstSequence ?? this.after + 1;
      this.missed += Math.max(0, first - 1 - this.after);
      this.after = Math.max(this.after, first - 1);
      for (const entry of entries) {
        this.figures.add(entry);
        this.after = entry.sequence;
      }
      if (entries.length < MAX_PAGE) return;
    }
  }

  metrics(): Metric[] {
    return [
      ...this.figures.metrics(),
      counter('events_missed', 'Events the store no longer had: what they say is in no figure.', [
        { labels: {}, value: this.missed },
      ]),
    ];
  }
}
