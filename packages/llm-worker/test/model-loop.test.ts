import { describe, expect, it } from 'vitest';
import {
  type Answer,
  finishTurn,
  lastResults,
  type Script,
  say,
  turn,
  use,
} from './support/scripted-provider.js';
import { runScript, setUp } from './support/setting.js';

const FILES = { 'a.txt': 'one\n' };
const read = () => turn(use('read_file', { path: 'a.txt' }));
const stopped = (stopReason: Answer['stopReason'], content: Answer['content'] = [say('…')]): Answer => ({
  content,
  stopReason,
});

async function run(script: Script, limits = {}) {
  return runScript(await setUp(FILES), script, { context: { limits } });
}

describe('every reason why a model stops', () => {
  it('end_turn and stop_sequence without finish: it is asked to finish, then the task fails', async () => {
    for (const reason of ['end_turn', 'stop_sequence'] as const) {
      expect((await run([stopped(reason), finishTurn()])).outcome.status).toBe('done');
      const { outcome, requests } = await run([stopped(reason)]);
      expect(outcome).toMatchObject({
        status: 'failed',
        retryable: true,
        error: { data: { reason: 'unfinished' } },
      });
      expect(requests).toHaveLength(3);
    }
  });

  it('an empty answer: the same, and no empty message goes back', async () => {
    const { outcome, requests } = await run([stopped('end_turn', []), finishTurn()]);
    expect(outcome.status).toBe('done');
    expect(requests[1]?.messages.map(({ role, content }) => [role, content.length])).toEqual([
      ['user', 1],
      ['user', 1],
    ]);
  });

  it('max_tokens: it goes on, up to a limit', async () => {
    expect((await run([stopped('max_tokens'), finishTurn()])).outcome.status).toBe('done');
    const { outcome } = await run([stopped('max_tokens')]);
    expect(outcome).toMatchObject({ status: 'failed', error: { data: { reason: 'unfinished' } } });
  });

  it('max_tokens in the middle of a call: that call is answered as an error, the whole ones run', async () => {
    const cut = { ...use('write_file', {}), inputError: 'its JSON was cut off' } as Answer['content'][number];
    const { outcome, requests } = await run([
      stopped('max_tokens', [use('read_file', { path: 'a.txt' }), cut]),
      finishTurn(),
    ]);
    expect(outcome.status).toBe('done');
    expect(lastResults(requests[1]).map(({ isError }) => isError)).toEqual([false, true]);
    expect(lastResults(requests[1])[1]?.content).toContain('cut off');
  });

  it('pause_turn: what it said goes back unchanged, up to a limit', async () => {
    const { outcome, requests } = await run([stopped('pause_turn'), finishTurn()]);
    expect(outcome.status).toBe('done');
    expect(requests[1]?.messages.at(-1)).toEqual({ role: 'assistant', content: [say('…')] });
    expect((await run([stopped('pause_turn')])).outcome).toMatchObject({
      status: 'failed',
      error: { data: { reason: 'unfinished' } },
    });
  });

  it('refusal: the task fails for good, and nothing it asked for in that answer runs', async () => {
    const call = use('write_file', { path: 'b.txt', content: 'x' });
    const { outcome } = await run([{ content: [call], stopReason: 'refusal', stopDetail: 'cyber: no' }]);
    expect(outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { code: 'provider_failed', data: { reason: 'refusal', detail: 'cyber: no' } },
    });
  });

  it('model_context_window_exceeded: old results make room, and when there is none left the task fails', async () => {
    const setting = await setUp({ 'a.txt': `${'long line '.repeat(100)}\n`, 'b.txt': 'short\n' });
    const script: Script = [
      read(),
      turn(use('read_file', { path: 'b.txt' })),
      read(),
      stopped('model_context_window_exceeded', []),
      finishTurn(),
    ];
    const { outcome, requests } = await runScript(setting, script);
    expect(outcome.status).toBe('done');
    const results = requests[4]?.messages.flatMap((message) =>
      message.role === 'user' ? message.content : [],
    );
    expect(
      results?.map((block) => (block.type === 'tool_result' ? block.content.slice(0, 9) : block.type)),
    ).toEqual(['text', 'text', '[left out', '     1\tsh', '     1\tlo']);
    expect((await run([stopped('model_context_window_exceeded', [])])).outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { data: { reason: 'context_window' } },
    });
  });

  it('tool_use without a call: it is asked again', async () => {
    expect((await run([stopped('tool_use'), finishTurn()])).outcome.status).toBe('done');
  });
});

describe('what a model gets back', () => {
  it('is one result for each of its calls, in their order', async () => {
    const calls = [
      use('finish', { summary: 'x' }),
      use('read_file', { path: 'no' }),
      use('read_file', { path: 'a.txt' }),
    ];
    const { requests } = await run([turn(...calls), finishTurn()]);
    const ids = calls.map((call) => (call.type === 'tool_use' ? call.id : ''));
    expect(lastResults(requests[1]).map(({ toolUseId }) => toolUseId)).toEqual(ids);
  });

  it('is its own thinking, unchanged', async () => {
    const native = [{ type: 'thinking', thinking: 'hm', signature: 'abc' }];
    const { requests } = await run([{ ...read(), native }, finishTurn()]);
    expect(requests[1]?.messages[1]).toMatchObject({ role: 'assistant', native });
  });
});

describe('limits', () => {
  it('end a task that does not finish within its turns', async () => {
    let number = 0;
    const next = () => turn(use('report_progress', { note: `step ${number++}` }));
    const { outcome, requests } = await run([next], { maxTurns: 7 });
    expect(outcome).toMatchObject({ status: 'failed', retryable: true, error: { code: 'limit_exceeded' } });
    expect(requests).toHaveLength(7);
  });

  it('end a task that used up its tokens, before the next request', async () => {
    const usage = { inputTokens: 400, cacheWriteTokens: 30, cacheReadTokens: 20, outputTokens: 50 };
    const { outcome, requests } = await run([{ ...read(), usage }], { maxTokens: 1000 });
    expect(outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { code: 'budget_exceeded', data: { used: 1000 } },
    });
    expect(requests.map(({ maxOutputTokens }) => maxOutputTokens)).toEqual([1000, 500]);
  });

  it('count a missing number of tokens by the length of the text, never as zero', async () => {
    const usage = { inputTokens: null, cacheWriteTokens: null, cacheReadTokens: null, outputTokens: null };
    const { outcome } = await run([{ ...finishTurn('x'.repeat(300)), usage }]);
    expect(outcome.usage).toMatchObject({ estimated: true });
    expect(outcome.usage?.inputTokens).toBeGreaterThan(500);
    expect(outcome.usage?.outputTokens).toBeGreaterThan(100);
  });

  it('warn a model that repeats itself, then stop it', async () => {
    const { outcome, requests } = await run([read]);
    expect(outcome).toMatchObject({
      status: 'failed',
      error: { data: { reason: 'loop', tool: 'read_file' } },
    });
    expect(requests).toHaveLength(6);
    expect(lastResults(requests[2])[0]?.content).not.toContain('before');
    expect(lastResults(requests[3])[0]?.content).toContain('You have made this very call');
  });

  it('let a model do the same thing with a changing answer', async () => {
    let number = 0;
    const edits = () =>
      turn(
        use('edit_file', { path: 'a.txt', old_text: 'one', new_text: `one ${number++}` }),
        ...read().content,
      );
    const { outcome } = await run([...Array.from({ length: 12 }, () => edits), finishTurn()]);
    expect(outcome.status).toBe('done');
  });
});
