import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAnthropicProvider, createLlmEngine, runAssignment } from '../src/index.js';
import { setUp, task } from './support/setting.js';

describe('the Messages API as somebody else speaks it', () => {
  it('works in rounds of tools, too', async () => {
    const server = new LLMock({ port: 0 });
    const calls = [
      { name: 'read_file', arguments: { path: 'a.txt' } },
      { name: 'edit_file', arguments: { path: 'a.txt', old_text: 'one', new_text: 'two' } },
      { name: 'finish', arguments: { summary: 'Done elsewhere.' } },
    ];
    for (const [turnIndex, call] of calls.entries()) server.on({ turnIndex }, { toolCalls: [call] });
    await server.start();
    onTestFinished(() => server.stop());

    const setting = await setUp({ 'a.txt': 'one\n' });
    const provider = createAnthropicProvider({
      apiKey: 'mock',
      baseUrl: server.url,
      environment: {},
      attempts: 1,
    });
    const outcome = await runAssignment(task(), setting.context, {
      engines: [createLlmEngine({ provider })],
    });
    expect(outcome).toMatchObject({ status: 'done', summary: 'Done elsewhere.', usage: { requests: 3 } });
    expect(await readFile(join(setting.root, 'a.txt'), 'utf8')).toBe('two\n');
  });
});
