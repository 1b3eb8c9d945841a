import { type Tool as ListedTool, ToolSchema } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { ALL_TOOLS } from '../tools/all-tools.js';

let listed: ListedTool[] | undefined;

export function toolList(): ListedTool[] {
  listed ??= ALL_TOOLS.map(({ name, title, description, annotations, inputSchema, outputSchema }) =>
    ToolSchema.parse({
      name,
      title,
      description,
      annotations: { title, ...annotations },
      inputSchema: jsonSchema(inputSchema, 'input'),
      outputSchema: jsonSchema(outputSchema, 'output'),
    }),
  );
  return listed;
}

/** The draft that all validators of clients know. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const { '~standard': _ours, ...shown } = z.toJSONSchema(schema, { target: 'draft-7', io });
  return shown;
}
