import { isDeepStrictEqual } from 'node:util';
import { KEY, type WireAnswer, type WireRequest } from './wire.js';

interface Item {
  type?: string;
  role?: string;
  id?: string;
  call_id?: string;
  arguments?: string;
  output?: unknown;
  encrypted_content?: string;
}

export interface Broken {
  status: number;
  message: string;
  code?: string;
}

const bad = (message: string, code?: string): Broken => ({ status: 400, message, ...(code ? { code } : {}) });

/** What the Responses API refuses. */
export function brokenResponsesRule(
  { path, headers, body }: WireRequest,
  answered: readonly WireAnswer[],
): Broken | undefined {
  if (path !== '/v1/responses') return { status: 404, message: `no such path ${path}` };
  if (headers.authorization !== `Bearer ${KEY}`)
    return { status: 401, message: 'Incorrect API key provided', code: 'invalid_api_key' };
  for (const name of ['temperature', 'top_p', 'tool_choice']) {
    if (name in body) return bad(`Unsupported parameter: '${name}'`, 'unsupported_parameter');
  }
  if (body.stream !== true || body.store !== false)
    return bad('these rules are for streams that are not stored');
  if (!Number.isInteger(body.max_output_tokens) || body.max_output_tokens < 16)
    return bad("Invalid 'max_output_tokens': integer below minimum value", 'integer_below_min_value');
  for (const tool of body.tools) {
    if (
      tool.type !== 'function' ||
      !/^[a-zA-Z0-9_-]{1,64}$/.test(tool.name) ||
      tool.parameters?.type !== 'object'
    )
      return bad(`Invalid tool ${tool.name}`);
  }
  return brokenInput(body.input, answered);
}

function brokenInput(input: Item[], answered: readonly WireAnswer[]): Broken | undefined {
  const open = new Set<string>();
  for (const [index, item] of input.entries()) {
    if (item.type === 'function_call') {
      if (!isJson(item.arguments)) return bad(`Invalid 'input[${index}].arguments'`);
      open.add(item.call_id ?? '');
    } else if (item.type === 'function_call_output') {
      if (!open.delete(item.call_id ?? ''))
        return bad(`No tool call found for function call output with call_id ${item.call_id}.`);
      if (item.output === '') return bad(`Invalid 'input[${index}].output'`);
    } else if (item.type === 'reasoning') {
      const next = input[index + 1];
      if (!next || next.role === 'user' || next.type === 'function_call_output')
        return bad(`Item '${item.id}' of type 'reasoning' was provided without its required following item.`);
    }
  }
  if (open.size > 0) return bad(`No tool output found for function call ${[...open][0]}.`);
  const echoed = input.filter(({ type }) => type === 'reasoning');
  // Whole answers may be left out from the front; the ids of calls say which answers are there.
  const kept = new Set(
    input.flatMap(({ type, call_id }) => (type === 'function_call' ? [call_id?.split('_')[1]] : [])),
  );
  const sent = answered.slice(answered.length - kept.size).flatMap(({ thinking }) => thinking);
  return isDeepStrictEqual(echoed, sent)
    ? undefined
    : bad('The encrypted content could not be verified.', 'invalid_encrypted_content');
}

export function isJson(text: string | undefined): boolean {
  try {
    JSON.parse(text ?? '');
    return true;
  } catch {
    return false;
  }
}
