import type { CoordinationClient } from '@agentcoord/client';
import { describe, expect, test, vi } from 'vitest';
import { temporaryRepository } from './support/repository.js';
import { type Connected, serve } from './support/served.js';
import { missing, sharedServer, unless } from './support/stores.js';

vi.setConfig({ testTimeout: 120_000 });

const redis = sharedServer();

describe.each(['file', 'redis'])('on %s', (kind) => {
  test.skipIf(kind === 'redis' && missing)(
    `an independent client lists every tool and calls it${unless}`,
    async () => {
      const served = await serve(temporaryRepository(), kind === 'redis' ? redis() : 'none');
      const connected = await served.connect();
      const { tools } = await connected.client.listTools();
      const names = tools.map(({ name }) => name);
      const called = await callEverything(connected, await served.observer());
      expect([...called].sort()).toEqual([...names].sort());
    },
  );
});

test('every tool says what it does to the world, and what it answers', async () => {
  const served = await serve(temporaryRepository(), 'none');
  const { client } = await served.connect();
  const { tools } = await client.listTools();
  expect(tools.length).toBeLessThanOrEqual(22);
  for (const { name, annotations, outputSchema, description } of tools) {
    expect(name).toMatch(/^[a-z]+(_[a-z]+)+$/);
    expect(description).toBeTruthy();
    expect(annotations, name).toMatchObject({
      readOnlyHint: expect.any(Boolean),
      destructiveHint: expect.any(Boolean),
      idempotentHint: expect.any(Boolean),
    });
    expect(outputSchema, name).toMatchObject({ type: 'object' });
  }
});

test('resources and prompts are listed and read', async () => {
  const served = await serve(temporaryRepository(), 'none');
  const { client, call } = await served.connect();
  const { tasks } = await call('add_tasks', { tasks: [{ title: 'Seen as a resource' }] });
  const { thread_id: thread } = await call('post_message', { message: 'Seen as well' });
  const { resources } = await client.listResources();
  const { resourceTemplates } = await client.listResourceTemplates();
  expect(resourceTemplates).toHaveLength(2);
  const uris = [
    ...resources.map(({ uri }) => uri),
    `agentcoord://tasks/${tasks[0]?.id}`,
    `agentcoord://threads/${thread}`,
  ];
  const texts = await Promise.all(
    uris.map(async (uri) => JSON.stringify((await client.readResource({ uri })).contents)),
  );
  expect(texts).toHaveLength(6);
  expect(texts[4]).toContain('Seen as a resource');
  expect(texts[5]).toContain('Seen as well');
  await expect(client.readResource({ uri: 'agentcoord://nothing' })).rejects.toThrow(/no resource/);
  const { prompts } = await client.listPrompts();
  for (const { name } of prompts) {
    const { messages } = await client.getPrompt({ name, arguments: { change: 'A change' } });
    expect(messages).toHaveLength(1);
  }
  await expect(client.getPrompt({ name: 'edit_safely' })).rejects.toThrow(/needs the argument change/);
});

/** Goes through a day of an agent, and says which tools it used. */
async function callEverything({ call }: Connected, other: CoordinationClient): Promise<Set<string>> {
  const called = new Set<string>();
  const use = (name: string, input: Record<string, unknown> = {}) => {
    called.add(name);
    return call(name, input);
  };
  expect(await use('register_agent', { name: 'Ada', working_on: 'Tests' })).toMatchObject({ name: 'Ada' });
  expect(await use('get_status')).toMatchObject({ you: { name: 'Ada' }, agents: [{ name: 'Ada' }] });

  expect(await use('lock_files', { paths: ['a.ts', 'b.ts'], intent: 'Edit' })).toMatchObject({
    status: 'locked',
  });
  expect(await use('list_locks')).toMatchObject({ total: 2, locks: [{ agent: 'Ada', intent: 'Edit' }, {}] });
  expect(await other.tryLockFile('a.ts')).toBeUndefined();
  expect(await use('release_files', { paths: ['a.ts'] })).toMatchObject({ still_locked: [] });
  await (await other.tryLockFile('a.ts'))?.release();

  const tasks = ['complete', 'fail', 'release'].map((title) => ({ title }));
  await use('add_tasks', { tasks });
  expect(await use('list_tasks', { states: ['ready'] })).toMatchObject({ tasks });
  const claim = async (): Promise<string> => {
    const { task } = await use('claim_task');
    return task.id;
  };
  const first = await claim();
  expect(await use('complete_task', { task_id: first, summary: 'Done' })).toMatchObject({
    state: 'completed',
  });
  expect(await use('get_task', { task_id: first })).toMatchObject({ task: { state: 'completed' } });
  expect(await use('fail_task', { task_id: await claim(), error: 'No', retry: false })).toMatchObject({
    state: 'failed',
  });
  expect(await use('release_task', { task_id: await claim() })).toMatchObject({ state: 'ready' });

  const { thread_id: thread, status } = await use('post_message', { message: 'Hello', title: 'Kickoff' });
  expect(status).toBe('posted');
  await other.board.reply(thread, { message: 'Hello, Ada', to: ['Ada'] });
  expect(await use('fetch_inbox')).toMatchObject({ messages: [{ message: 'Hello, Ada' }] });
  expect(await use('fetch_inbox')).toMatchObject({ messages: [] });
  expect(await use('read_thread', { thread_id: thread })).toMatchObject({
    posts: [{}, { author: 'operator' }],
  });
  expect(await use('read_thread')).toMatchObject({ threads: [{ title: 'Kickoff', replies: 1 }] });

  const asked = await use('request_approval', { action: 'deploy', details: { version: '2.0' } });
  expect(asked.status).toBe('pending');
  const approvalId = asked.approval.id;
  await other.approvals.reject(approvalId, { reason: 'Not on a Friday' });
  expect(await use('check_approval', { approval_id: approvalId, wait_seconds: 5 })).toMatchObject({
    status: 'rejected',
    approval: { reason: 'Not on a Friday' },
  });
  await expect(use('use_approval', { approval_id: approvalId, action: 'deploy' })).rejects.toThrow(
    /conflict/,
  );

  await use('log_decision', { type: 'design', reason: 'Simpler' });
  expect(await use('list_audit', { agent: 'Ada' })).toMatchObject({ entries: [{ type: 'design' }] });
  await expect(use('wait_for', { wait_id: 'wait_none' })).rejects.toThrow(/not_found/);
  return called;
}
