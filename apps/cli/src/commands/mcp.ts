import type { ServeHttpOptions } from '@agentcoord/mcp';
import type { CommandCall, DefineCommand } from '../command-context.js';
import { fallbackOf } from '../global-options.js';
import { wholeNumber } from '../input/parse.js';
import { openToken } from '../mcp/token.js';
import { CLI_VERSION } from '../version.js';

interface McpFlags {
  http?: string | true;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'The tools of AgentCoord for any MCP client. Without --http it speaks over stdin and stdout with the client\n' +
        'that started it, and is an agent for as long as that lives.',
    )
    .option(
      '--http [port]',
      'serve 127.0.0.1 instead until Ctrl-C, for who sends the token (default: a free port). The token is\n' +
        'AGENTCOORD_MCP_TOKEN, else a new one in a file that only you can read',
    )
    .action(handle(serve));
};

async function serve(call: CommandCall<McpFlags>): Promise<undefined> {
  const { http } = call.options;
  const port = http === undefined || http === true ? 0 : wholeNumber(http, '--http', 0, 65_535);
  const { serveStdio, serveHttp } = await import('@agentcoord/mcp');
  const options = agentOptions(call);
  if (http === undefined) {
    await serveStdio({ ...options, input: call.io.stdin, output: call.io.stdout });
    return undefined;
  }
  await using token = await openToken(call);
  await serveHttp({
    ...options,
    port,
    token: token.text,
    onListening: (url) =>
      call.emit({
        data: { kind: 'listening', url, ...(token.file === undefined ? {} : { tokenFile: token.file }) },
        text: `MCP is at ${url}; its token is in ${token.file ?? 'AGENTCOORD_MCP_TOKEN'}. Ctrl-C ends it.`,
      }),
  });
  return undefined;
}

function agentOptions(call: CommandCall<McpFlags>): Omit<ServeHttpOptions, 'port' | 'token' | 'onListening'> {
  const { options, io, cwd, signal } = call;
  const { namespace, home, redis: redisUrl } = options;
  return {
    connect: { cwd, namespace, home, redisUrl, environment: io.environment, ...fallbackOf(options) },
    ...(options.agent === undefined ? {} : { name: options.agent }),
    version: CLI_VERSION,
    signal,
    log: (line) => call.note(line),
  };
}
