import type { CheckedClaim } from '@agentcoord/core';

/** A worker asks the same with each settlement. */
const TEXTS = new WeakMap<CheckedClaim, string>();

/** What a claim asks for, as task-ask.lua reads it. */
export function askText(request: CheckedClaim): string {
  let text = TEXTS.get(request);
  if (text === undefined) {
    const { leaseMs, limit, tags, capabilities, worker } = request;
    text = `${leaseMs} ${limit}\n${tags.join(' ')}\n${capabilities.join(' ')}\n${worker}`;
    TEXTS.set(request, text);
  }
  return text;
}
