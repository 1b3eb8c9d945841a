import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ToolCall {
  tool: string;
  input: Record<string, unknown>;
}

/** What the model does next: a call of a tool, or the last word. */
export type Step = ToolCall | string;

/** @param results what the tools said so far, the newest last. */
export type Model = (results: readonly string[], body: string) => Promise<Step> | Step;

interface Block {
  type: string;
  content?: string | Array<{ text?: string }>;
}

/** A model on loopback that speaks the Messages API of Anthropic as a stream, and does what its script says. */
export async function scriptedMessages(model: Model): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = [];
  let answers = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      if (!request.url?.startsWith('/v1/messages') || request.url.includes('count_tokens')) {
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"input_tokens":1}');
        return;
      }
      bodies.push(body);
      const { messages = [], tools = [] } = JSON.parse(body) as {
        messages?: Array<{ content: string | Block[] }>;
        tools?: Array<{ name: string }>;
      };
      answers += 1;
      const id = `msg_${answers}`;
      // Titles and the like are asked for without tools.
      const isWork = tools.some(({ name }) => name === 'Edit');
      const step = isWork ? model(resultsIn(messages), body) : 'ok';
      void Promise.resolve(step).then((next) => sendStep(response, id, next));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

function resultsIn(messages: ReadonlyArray<{ content: string | Block[] }>): string[] {
  return messages.flatMap(({ content }) =>
    typeof content === 'string'
      ? []
      : content
          .filter(({ type }) => type === 'tool_result')
          .map(({ content: said = '' }) =>
            typeof said === 'string' ? said : said.map(({ text = '' }) => text).join('\n'),
          ),
  );
}

function sendStep(response: ServerResponse, id: string, step: Step): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (type: string, data: object): void =>
    void response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  const usage = { input_tokens: 10, output_tokens: 5 };
  send('message_start', {
    message: { id, type: 'message', role: 'assistant', model: 'm', content: [], stop_reason: null, usage },
  });
  const isText = typeof step === 'string';
  const block = isText
    ? { type: 'text', text: '' }
    : { type: 'tool_use', id: `toolu_${id}`, name: step.tool, input: {} };
  send('content_block_start', { index: 0, content_block: block });
  const delta = isText
    ? { type: 'text_delta', text: step }
    : { type: 'input_json_delta', partial_json: JSON.stringify(step.input) };
  send('content_block_delta', { index: 0, delta });
  send('content_block_stop', { index: 0 });
  send('message_delta', {
    delta: { stop_reason: isText ? 'end_turn' : 'tool_use', stop_sequence: null },
    usage: { output_tokens: 5 },
  });
  send('message_stop', {});
  response.end();
}
