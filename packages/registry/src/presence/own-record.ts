import type { Records } from '@agentcoord/core';
import { AGENTS, type AgentRecord, decodeAgent, type KnownRecord } from '../agent/agent-record.js';
import { presenceLostError, replacedError } from '../errors.js';

/**
 * The record of one incarnation, as its owner sees it: writes go one after the other, each on the
 * version before. Others only ever add `stop` or `drain` to it, bury it, or replace it with another life.
 */
export class OwnRecord {
  private readonly id: string;
  private version: number;
  private current: AgentRecord;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly records: Records,
    known: KnownRecord,
  ) {
    this.id = known.id;
    this.version = known.version;
    this.current = known.record;
  }

  get record(): AgentRecord {
    return this.current;
  }

  /** @throws `conflict` when another process has the name now, `lock_lost` when this incarnation was buried. */
  update(change: (record: AgentRecord) => AgentRecord): Promise<void> {
    const written = this.writing.then(() => this.write(change));
    this.writing = written.catch(() => undefined);
    return written;
  }

  /** Reads what others wrote. @throws as `update`. */
  look(): Promise<void> {
    const looked = this.writing.then(() => this.read());
    this.writing = looked.catch(() => undefined);
    return looked;
  }

  private async write(change: (record: AgentRecord) => AgentRecord): Promise<void> {
    for (;;) {
      const value = change(this.current);
      const reply = await this.records.put({
        collection: AGENTS,
        id: this.id,
        value,
        ifVersion: this.version,
      });
      if (reply.status === 'stored') {
        this.version = reply.version;
        this.current = value;
        return;
      }
      await this.read();
    }
  }

  private async read(): Promise<void> {
    const { name, incarnation } = this.current;
    const [stored] = await this.records.get({ collection: AGENTS, ids: [this.id] });
    const known = decodeAgent(stored);
    if (known === undefined || known.record.state === 'dead') throw presenceLostError(name);
    if (known.record.incarnation !== incarnation) throw replacedError(name, known.record);
    this.version = known.version;
    const { stop, drain } = known.record;
    if (stop !== undefined) this.current = { ...this.current, stop };
    if (drain !== undefined) this.current = { ...this.current, drain };
  }
}
