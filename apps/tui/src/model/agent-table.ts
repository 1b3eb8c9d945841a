import type { LeaseGrant } from '@agentcoord/core';
import type { AgentInfo, AgentState } from '@agentcoord/registry';
import { type AgentRow, judgedState, rowOfAgent, rowOfAgentRecord } from './agent-row.js';
import { numberOf, type SeenEvent } from './seen-event.js';

/** An agent as it is now, with its place in the tree of teams. */
export interface JudgedAgent extends AgentRow {
  state: AgentState;
  heartbeatAt: number;
  depth: number;
  /** The last of its siblings: the tree draws its branch with a corner. */
  isLast: boolean;
  /** Of the teams it stands in, from the second level on: whether more of that level follow below. */
  goesOn: readonly boolean[];
}

interface Presence {
  until: number;
  seenAt: number;
}

/** Agents that are gone are shown so much longer, and then only counted. */
const SHOW_GONE_MS = 10 * 60_000;

/** Everybody who is registered, fed by agent records and by the renewals of their presence. */
export class AgentTable {
  revision = 0;
  private readonly rows = new Map<string, AgentRow>();
  private readonly versions = new Map<string, number>();
  private readonly presences = new Map<string, Presence>();

  reset(agents: readonly AgentInfo[], presences: readonly LeaseGrant[]): void {
    this.rows.clear();
    this.versions.clear();
    this.presences.clear();
    for (const agent of agents) this.rows.set(agent.name, rowOfAgent(agent));
    for (const { grantId, expiresAt, ttlMs } of presences)
      this.presences.set(grantId, { until: expiresAt, seenAt: expiresAt - ttlMs });
    this.revision += 1;
  }

  get(name: string): AgentRow | undefined {
    return this.rows.get(name);
  }

  applyRecord(event: SeenEvent): void {
    if (event.version <= (this.versions.get(event.id) ?? 0)) return;
    this.versions.set(event.id, event.version);
    const row = event.type === 'record-removed' ? undefined : rowOfAgentRecord(event);
    if (row !== undefined) {
      const before = this.rows.get(row.name);
      if (before !== undefined && before.incarnation !== row.incarnation)
        this.presences.delete(before.incarnation);
      this.rows.set(row.name, row);
    } else if (event.type === 'record-removed') {
      const name = event.id.slice('agents/'.length);
      const gone = this.rows.get(name);
      if (gone !== undefined) this.presences.delete(gone.incarnation);
      this.rows.delete(name);
    }
    this.revision += 1;
  }

  /** The lease of an incarnation bears its name. */
  applyPresence({ id, at, type, fields }: SeenEvent): void {
    const until = numberOf(fields.expiresAt);
    if (until !== undefined) this.presences.set(id, { until, seenAt: at });
    else if (type !== 'lease-renewed') this.presences.set(id, { until: at, seenAt: at });
    this.revision += 1;
  }

  /** Parents before children, siblings by name; who names nobody known as parent stands at the root. */
  tree(now: number): JudgedAgent[] {
    const children = new Map<string, AgentRow[]>();
    for (const row of [...this.rows.values()].sort(byName)) {
      if (!this.isShown(row, now)) continue;
      const parent = row.parent !== undefined && this.rows.has(row.parent) ? row.parent : '';
      const siblings = children.get(parent);
      if (siblings) siblings.push(row);
      else children.set(parent, [row]);
    }
    const found: JudgedAgent[] = [];
    const seen = new Set<string>();
    const walk = (parent: string, depth: number, above: readonly boolean[]): void => {
      const siblings = children.get(parent) ?? [];
      for (const [index, row] of siblings.entries()) {
        if (seen.has(row.name)) continue;
        seen.add(row.name);
        const isLast = index === siblings.length - 1;
        found.push({ ...this.judge(row, now), depth, isLast, goesOn: above });
        walk(row.name, depth + 1, depth === 0 ? [] : [...above, !isLast]);
      }
    };
    walk('', 0, []);
    // Two that name each other as parent are in no tree, and must not be lost for it.
    for (const rows of children.values())
      for (const row of rows)
        if (!seen.has(row.name)) found.push({ ...this.judge(row, now), depth: 0, isLast: true, goesOn: [] });
    return found;
  }

  private judge(row: AgentRow, now: number): Omit<JudgedAgent, 'depth' | 'isLast' | 'goesOn'> {
    const presence = this.presences.get(row.incarnation);
    const state = judgedState(row, presence?.until, now);
    return { ...row, state, heartbeatAt: Math.max(row.lastHeartbeatAt, presence?.seenAt ?? 0) };
  }

  private isShown(row: AgentRow, now: number): boolean {
    const { state, heartbeatAt } = this.judge(row, now);
    return (state !== 'left' && state !== 'dead') || now - heartbeatAt < SHOW_GONE_MS;
  }
}

function byName(a: AgentRow, b: AgentRow): number {
  return a.name < b.name ? -1 : 1;
}
