import { AgentCoordError } from '@agentcoord/core';
import { type CallToolResult, ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { toolResult } from '../answers/answer.js';
import { clipLine } from '../answers/clip.js';
import { errorResult } from '../answers/error-answer.js';
import type { AgentConnection } from '../connection/agent-connection.js';
import { ALL_TOOLS } from '../tools/all-tools.js';

const TOOLS = new Map(ALL_TOOLS.map((tool) => [tool.name, tool]));

/** What a tool refuses is an answer; only a tool that does not exist is an error of the protocol. */
export async function callTool(
  connection: AgentConnection,
  { name, input, signal }: { name: string; input: unknown; signal: AbortSignal },
): Promise<CallToolResult> {
  const tool = TOOLS.get(name);
  if (tool === undefined)
    throw new McpError(
      ErrorCode.InvalidParams,
      `There is no tool ${JSON.stringify(clipLine(name, 100))}. tools/list names those there are.`,
    );
  try {
    const answer = await tool.call(input, { connection, signal, client: () => connection.client(signal) });
    await connection.progressed();
    return toolResult(answer, connection.notices.take());
  } catch (error) {
    if (!AgentCoordError.is(error)) connection.trouble(`${name} failed`, error);
    return errorResult(error, connection.notices.take());
  }
}
