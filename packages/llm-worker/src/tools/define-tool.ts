import { AgentCoordError } from '@agentcoord/core';
import type { z } from 'zod';
import type { AnyTool, Tool } from './tool.js';

/** Ties a tool to its schema: nothing runs on an input that the schema has not accepted. */
export function defineTool<Schema extends z.ZodType>(tool: Tool<Schema>): AnyTool {
  return {
    name: tool.name,
    description: tool.description,
    schema: tool.schema,
    prepare(input) {
      const parsed = tool.schema.safeParse(input);
      if (!parsed.success) throw invalidInput(tool.name, parsed.error);
      return { note: tool.describe(parsed.data), run: (context) => tool.run(parsed.data, context) };
    },
  };
}

function invalidInput(name: string, error: z.ZodError): AgentCoordError {
  const problems = error.issues.map(
    (issue) => `${issue.path.map(String).join('.') || 'the input'}: ${issue.message}`,
  );
  return new AgentCoordError('invalid_argument', `${name} was not called rightly. ${problems.join('; ')}.`, {
    data: { tool: name, problems },
  });
}
