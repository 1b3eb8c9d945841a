import {
  type AnthropicProviderOptions,
  type AssignmentContext,
  createAnthropicProvider,
  createLlmEngine,
  runAssignment,
} from '../../src/index.js';
import { message, messagesServer, type Reply } from './messages-server.js';
import { setUp, task } from './setting.js';

export const use = (name: string, input: unknown, id = `toolu_${name}`) => ({
  type: 'tool_use',
  id,
  name,
  input,
});
export const finish = message({ stop: 'tool_use', content: [use('finish', { summary: 'Done.' })] });
export const edit = use('edit_file', { path: 'a.txt', old_text: 'one', new_text: 'two' });
export const KEY = 'sk-ant-test-key';

interface Run {
  options?: Partial<AnthropicProviderOptions>;
  context?: Partial<AssignmentContext>;
  onRateLimited?: (seen: { provider: string; model: string }) => void;
}

/** One task over a server that answers like this, with waits made short. */
export async function run(replies: Reply[], more: Run = {}) {
  const server = await messagesServer(replies);
  const setting = await setUp({ 'a.txt': 'one\n' });
  const provider = createAnthropicProvider({
    environment: { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: server.url },
    backoff: { baseMs: 1, maxMs: 5 },
    ...more.options,
  });
  const engine = createLlmEngine({ provider, onRateLimited: more.onRateLimited });
  const outcome = await runAssignment(task(), { ...setting.context, ...more.context }, { engines: [engine] });
  return { outcome, setting, requests: server.requests };
}
