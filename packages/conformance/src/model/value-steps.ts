import type { Storage } from '@agentcoord/core';
import { expect } from 'vitest';

interface ModelRecord {
  version: number;
  label: string;
}

/** Records and one log, compared with two maps and a list. */
export class ValueSteps {
  private readonly records = new Map<string, ModelRecord>();
  private readonly lastVersions = new Map<string, number>();
  private entries: Array<{ sequence: number; id: string }> = [];
  private readonly sequences = new Map<string, number>();

  constructor(private readonly storage: Storage) {}

  async put(id: string, label: string, ifVersion: number | undefined): Promise<void> {
    const condition = ifVersion === undefined ? {} : { ifVersion };
    const request = { collection: 'things', id, value: { label }, labels: { label }, ...condition };
    const reply = await this.storage.records.put(request);
    const version = this.records.get(id)?.version ?? 0;
    if (ifVersion !== undefined && ifVersion !== version) {
      return expect(reply).toEqual({ status: 'conflict', version });
    }
    expect(reply.status).toBe('stored');
    if (version > 0) expect(reply.version).toBe(version + 1);
    else expect(reply.version).toBeGreaterThan(this.lastVersions.get(id) ?? 0);
    this.records.set(id, { version: reply.version, label });
    this.lastVersions.set(id, reply.version);
  }

  async remove(id: string, ifVersion: number | undefined): Promise<void> {
    const condition = ifVersion === undefined ? {} : { ifVersion };
    const reply = await this.storage.records.remove({ collection: 'things', id, ...condition });
    const version = this.records.get(id)?.version;
    if (version === undefined) {
      // With a condition on a version of what is not there, both answers say the same.
      expect(['not_found', 'conflict']).toContain(reply.status);
    } else if (ifVersion !== undefined && ifVersion !== version) {
      expect(reply).toEqual({ status: 'conflict', version });
    } else {
      expect(reply.status).toBe('removed');
      this.records.delete(id);
    }
  }

  async append(id: string): Promise<void> {
    // Whether an id is still known after its entry was archived is left to the storage.
    const known = this.sequences.get(id);
    if (known !== undefined && !this.entries.some((entry) => entry.id === id)) return;
    const { sequence } = await this.storage.logs.append({ log: 'audit', id, body: { id } });
    expect(sequence).toBe(known ?? this.sequences.size + 1);
    if (known !== undefined) return;
    this.sequences.set(id, sequence);
    this.entries.push({ sequence, id });
  }

  async archive(upTo: number): Promise<void> {
    const { removed } = await this.storage.logs.archive({ log: 'audit', upTo });
    const kept = this.entries.filter((entry) => entry.sequence > upTo);
    expect(removed).toBe(this.entries.length - kept.length);
    this.entries = kept;
  }

  async compareAll(): Promise<void> {
    for (const label of ['open', 'closed']) {
      const { records } = await this.storage.records.list({ collection: 'things', labels: { label } });
      const expected = [...this.records].filter(([, record]) => record.label === label).sort();
      expect(records.map(({ id, version }) => [id, version])).toEqual(
        expected.map(([id, { version }]) => [id, version]),
      );
    }
    const { entries, head } = await this.storage.logs.read({ log: 'audit' });
    expect(entries.map(({ sequence, id }) => ({ sequence, id }))).toEqual(this.entries);
    expect(head.sequence).toBe(this.sequences.size);
  }
}
