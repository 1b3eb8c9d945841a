import { checkId, checkKey } from '@agentcoord/core';
import { AgentRegistry, agentRecordId, checkAgentName } from '@agentcoord/registry';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leavesLater } from './support/agents.js';
import { memoryStore } from './support/stores.js';

const name = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 100 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    fc.stringMatching(/^[A-Za-z0-9:._#/ -]{1,40}$/),
  )
  .filter((text) => {
    try {
      return checkAgentName(text) === text;
    } catch {
      return false;
    }
  });

test('every name has a record id that the storage takes, and no two names share one', () => {
  fc.assert(
    fc.property(name, name, (one, other) => {
      const id = agentRecordId(one);
      expect(checkId(id, 'id')).toBe(id);
      expect(checkKey(`agent/${id}`, 'key')).toBe(`agent/${id}`);
      expect(agentRecordId(other) === id).toBe(one === other);
    }),
    { numRuns: 1_000 },
  );
});

test('a name that looks like the id of another is another', () => {
  const id = agentRecordId('Ägent Ä');
  expect(agentRecordId(id)).not.toBe(id);
});

test.each(['🤖 Agent #1 / frontend', 'Grüße 你好', '..', 'a#b/c', "'; DROP TABLE", 'X'.repeat(100)])(
  '%s can register',
  async (chosen) => {
    const registry = new AgentRegistry({ storage: await memoryStore() });
    const agent = leavesLater(await registry.register({ name: chosen }));
    expect(agent.name).toBe(chosen);
    expect(await registry.get(chosen)).toMatchObject({ name: chosen, identity: agent.identity });
  },
);
