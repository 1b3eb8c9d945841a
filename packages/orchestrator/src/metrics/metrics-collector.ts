import type { Storage } from '@agentcoord/core';
import type { BudgetCaps } from '@agentcoord/llm-worker';
import { listAgents } from '@agentcoord/registry';
import { agentMetrics } from './collecting/agent-metrics.js';
import { costMetrics } from './collecting/cost-metrics.js';
import { queueMetrics } from './collecting/queue-metrics.js';
import { EventReader } from './events/event-reader.js';
import type { Metric } from './metric.js';

export interface MetricsCollectorOptions {
  storage: Storage;
  /** For the caps that are shown. Default: none. */
  budgets?: BudgetCaps;
}

/**
 * Figures of a namespace for monitoring, from the store alone: whichever process asks sees the same. One that lives on reads
 * each event once, and its counters only grow; a new one begins with the events the store still keeps.
 */
export class MetricsCollector {
  private readonly events: EventReader;
  private reading: Promise<Metric[]> | undefined;

  constructor(private readonly options: MetricsCollectorOptions) {
    this.events = new EventReader(options.storage);
  }

  /** Two who ask at once get one answer. */
  collect(): Promise<Metric[]> {
    this.reading ??= this.read().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private async read(): Promise<Metric[]> {
    const { storage, budgets = {} } = this.options;
    const agents = await listAgents(storage);
    const [queue, workers, costs] = await Promise.all([
      queueMetrics(storage),
      agentMetrics(storage, agents),
      costMetrics(storage, budgets),
      this.events.catchUp(),
    ]);
    return [...queue, ...this.events.metrics(), ...workers, ...costs];
  }
}
