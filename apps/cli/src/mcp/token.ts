import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveConfiguration } from '@agentcoord/client';
import { writeDurably } from '@agentcoord/core';
import type { CommandCall } from '../command-context.js';

interface Token extends AsyncDisposable {
  text: string;
  /** Where it is, when it is new. */
  file?: string;
}

/** The token a person chose, else a new one in a file of this user alone, which goes when the server does. */
export async function openToken({ io, cwd, options }: CommandCall): Promise<Token> {
  const given = io.environment.AGENTCOORD_MCP_TOKEN;
  if (given) return { text: given, [Symbol.asyncDispose]: async () => undefined };
  const { namespace, home } = options;
  const { environment } = io;
  const { storeFolder } = await resolveConfiguration({ cwd, environment, flags: { namespace, home } });
  await mkdir(storeFolder, { recursive: true });
  const file = join(storeFolder, `mcp-token-${process.pid}`);
  const text = randomBytes(32).toString('base64url');
  await rm(file, { force: true });
  await writeDurably(file, text);
  return { text, file, [Symbol.asyncDispose]: () => rm(file, { force: true }) };
}
