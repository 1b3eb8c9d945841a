import type { IncomingMessage } from 'node:http';
import type { SentBlock, SentBody, SentRequest } from './messages-server.js';

export interface Wrong {
  status: number;
  type: string;
  message: string;
}

const bad = (message: string): Wrong => ({ status: 400, type: 'invalid_request_error', message });

/** What the real server would refuse. */
export function whatIsWrong(
  incoming: Pick<IncomingMessage, 'method' | 'url'>,
  { headers, body }: SentRequest,
  key = 'sk-ant-test-key',
): Wrong | undefined {
  if (incoming.method !== 'POST' || incoming.url !== '/v1/messages') {
    return { status: 404, type: 'not_found_error', message: String(incoming.url) };
  }
  if (headers.authorization !== `Bearer ${key}`) {
    return { status: 401, type: 'authentication_error', message: 'invalid key' };
  }
  if (!headers['anthropic-version']) return bad('anthropic-version: header is required');
  return wrongFields(body) ?? wrongMessages(body.messages);
}

function wrongFields(body: SentBody): Wrong | undefined {
  for (const name of ['temperature', 'top_p', 'top_k']) {
    if (name in body) return bad(`${name}: not supported by this model`);
  }
  if (body.tool_choice && body.tool_choice.type !== 'auto')
    return bad('tool_choice: forced tool use is not supported');
  if (!Number.isInteger(body.max_tokens) || body.max_tokens < 1)
    return bad('max_tokens: must be a positive integer');
  if (JSON.stringify(body).split('"cache_control"').length > 5) return bad('cache_control: at most 4 blocks');
  const tool = body.tools.find(
    ({ name, input_schema }) => !/^[a-zA-Z0-9_-]{1,128}$/.test(name) || input_schema.type !== 'object',
  );
  return tool && bad(`tools: ${tool.name}`);
}

/** Every call has its result in the next message, and nothing is empty. */
function wrongMessages(messages: SentBody['messages']): Wrong | undefined {
  if (messages[0]?.role !== 'user') return bad('messages: first must be user');
  let open: Array<string | undefined> = [];
  for (const [index, { role, content }] of messages.entries()) {
    const at = `messages.${index}`;
    if (content.length === 0) return bad(`${at}: content must not be empty`);
    if (content.some(isEmptyText)) return bad(`${at}: text must not be empty`);
    if (role === 'user') {
      const answered = content.filter(({ type }) => type === 'tool_result').map((block) => block.tool_use_id);
      if (answered.some((id) => !open.includes(id))) return bad(`${at}: unexpected tool_result`);
      if (open.some((id) => !answered.includes(id))) return bad(`${at}: tool_use without tool_result`);
      open = [];
    } else {
      const uses = content.filter(({ type }) => type === 'tool_use');
      if (uses.some(({ input }) => typeof input !== 'object' || input === null))
        return bad(`${at}: tool_use.input`);
      open = uses.map(({ id }) => id);
    }
  }
  return undefined;
}

function isEmptyText(block: SentBlock): boolean {
  return block.type === 'text' && (block.text ?? '').trim() === '';
}
