import type { SetGateReply } from '@agentcoord/core';
import { setShared } from '../gate/set-shared.js';
import type { SharedRecord } from '../gate/shared-record.js';
import type { SharedView } from '../gate/views.js';
import type { Host } from '../host.js';

/** Writes what the rules decided to the primary. Any answer but `set` means: look at everything again. */
export async function changeShared(
  { primary, times, closed }: Host,
  seen: SharedView,
  record: Partial<SharedRecord>,
  conditions: Parameters<typeof setShared>[2] = {},
): Promise<SetGateReply['status']> {
  const replica = await primary.replica();
  const request = setShared(seen, { ...seen.record, ...record }, conditions);
  const { status } = await replica.setGate(request, { timeoutMs: times.lookGoodMs, signal: closed });
  return status;
}

export async function announce({ primary, name, times }: Host, storeId: string): Promise<void> {
  const replica = await primary.replica();
  await replica.join({ storeId, host: name, ttlMs: times.aloneMs, announces: true });
}

/** What is left, by the primary's clock, of the time in which no grants are made. */
export function heldForMs({ record, view }: SharedView): number {
  return Math.max(0, record.heldUntil - view.now);
}

/** Whether another host is in this namespace, or was within its promise. */
export function hasOthers({ view }: SharedView, storeId: string): boolean {
  return view.members.some((member) => member.storeId !== storeId && !member.gone);
}

const HOSTS_SHOWN = 8;
const LONGEST_NAME = 64;

/** The names of those hosts, for people. */
export function otherHosts({ view }: SharedView, storeId: string): string[] {
  const others = view.members.filter((member) => member.storeId !== storeId && !member.gone);
  const names = new Set(others.map(({ host }) => host.slice(0, LONGEST_NAME)));
  return [...names].sort().slice(0, HOSTS_SHOWN);
}
