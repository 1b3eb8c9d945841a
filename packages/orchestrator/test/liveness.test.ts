import { describe, expect, it } from 'vitest';
import { judge } from '../src/supervision/liveness.js';

const HUNG_AFTER_MS = 1_000;
const now = 1_000_000;
const silent = { lastHeartbeatAt: now, lastProgressAt: now - HUNG_AFTER_MS };

function verdict(signs: Parameters<typeof judge>[0]) {
  return judge(signs, { now, hungAfterMs: HUNG_AFTER_MS });
}

describe('whether an agent is well', () => {
  it('is never judged of one that is being started, whatever else is seen', () => {
    const agent = { state: 'spawning', lastHeartbeatAt: 0, lastProgressAt: 0 } as const;
    expect(verdict({ agent, tasks: [] })).toBe('starting');
    expect(verdict({ agent, tasks: [], process: 'gone' })).toBe('starting');
  });

  it('takes more than one sign to be stuck: progress on its task counts as well', () => {
    const agent = { state: 'hung', ...silent } as const;
    expect(verdict({ agent, tasks: [] })).toBe('stuck');
    const noted = { progress: { note: 'half way', at: now - 10 } };
    expect(verdict({ agent, tasks: [noted] })).toBe('well');
    const claim = { worker: 'w', fence: 1, claimedAt: now - 10, expiresAt: now + 1_000 };
    expect(verdict({ agent, tasks: [{ claim }] })).toBe('well');
  });

  it('is judged by the time before the signs were read: a late look makes nobody stuck', () => {
    const agent = { state: 'hung', lastHeartbeatAt: now, lastProgressAt: now - HUNG_AFTER_MS + 1 } as const;
    expect(verdict({ agent, tasks: [] })).toBe('well');
  });

  it('knows a dead one by its heartbeat or its process, and leaves those that left', () => {
    expect(verdict({ agent: { state: 'dead', ...silent }, tasks: [] })).toBe('gone');
    expect(verdict({ agent: { state: 'working', ...silent }, tasks: [], process: 'gone' })).toBe('gone');
    expect(verdict({ agent: { state: 'left', ...silent }, tasks: [] })).toBe('ended');
    expect(verdict({ agent: { state: 'idle', ...silent }, tasks: [] })).toBe('well');
  });
});
