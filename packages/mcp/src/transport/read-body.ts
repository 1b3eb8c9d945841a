import type { IncomingMessage } from 'node:http';
import { MAX_MESSAGE_BYTES } from './max-message.js';

export type Body = { value: unknown } | { status: number; code: number; message: string };

/** The body as JSON. What is too long is not kept. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_MESSAGE_BYTES)
      return {
        status: 413,
        code: -32_600,
        message: `A message has at most ${MAX_MESSAGE_BYTES} bytes.`,
      };
    parts.push(part);
  }
  try {
    return { value: JSON.parse(Buffer.concat(parts).toString('utf8')) };
  } catch {
    return { status: 400, code: -32_700, message: 'The body is no JSON.' };
  }
}
