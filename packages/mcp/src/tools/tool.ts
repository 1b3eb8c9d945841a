import type { CoordinationClient } from '@agentcoord/client';
import { AgentCoordError } from '@agentcoord/core';
import type { ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { Answer } from '../answers/answer.js';
import type { AgentConnection } from '../connection/agent-connection.js';

export interface ToolCall {
  connection: AgentConnection;
  /** Fires when the client cancels this call. */
  signal: AbortSignal;
  /** The agent's session, opened when it is first asked for. */
  client(): Promise<CoordinationClient>;
}

export interface Tool {
  name: string;
  title: string;
  description: string;
  annotations: ToolAnnotations;
  inputSchema: z.ZodType;
  outputSchema: z.ZodType;
  /** @throws `invalid_argument` naming the field; whatever the work throws. */
  call(input: unknown, call: ToolCall): Promise<Answer>;
}

interface ToolDefinition<Input extends z.ZodRawShape> {
  name: string;
  title: string;
  description: string;
  /** `reads`: changes nothing. `adds`: takes or writes something new. `ends`: what it does cannot be taken back. */
  effect: 'reads' | 'adds' | 'ends';
  /** Calling it twice with the same arguments is as good as once. Default: only what reads. */
  idempotent?: boolean;
  input: Input;
  output: z.ZodRawShape;
  run(input: z.infer<z.ZodObject<Input, z.core.$strict>>, call: ToolCall): Promise<Answer>;
}

export function defineTool<Input extends z.ZodRawShape>(definition: ToolDefinition<Input>): Tool {
  const { name, title, description, effect, input, output, run } = definition;
  const inputSchema = z.strictObject(input);
  return {
    name,
    title,
    description,
    annotations: {
      readOnlyHint: effect === 'reads',
      destructiveHint: effect === 'ends',
      idempotentHint: definition.idempotent ?? effect === 'reads',
      openWorldHint: false,
    },
    inputSchema,
    outputSchema: z.looseObject({ ...output, notices: z.array(z.string()).optional() }),
    call: (given, call) => {
      const parsed = inputSchema.safeParse(given ?? {});
      if (!parsed.success) throw wrongField(parsed.error);
      return run(parsed.data, call);
    },
  };
}

function wrongField({ issues }: z.ZodError): AgentCoordError {
  const [issue] = issues;
  const path = (issue?.path ?? [])
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
  const field = path === '' ? 'arguments' : path;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ').slice(0, 200) : '';
  const problem =
    unknown === '' ? (issue?.message ?? 'Not as the input schema says') : `Unknown field ${unknown}`;
  return new AgentCoordError(
    'invalid_argument',
    `${field}: ${problem}. The input schema of the tool says what is right.`,
    {
      data: { field },
    },
  );
}
