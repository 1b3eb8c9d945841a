import { AgentCoordError, type JsonObject } from '@agentcoord/core';
import { z } from 'zod';
import type { ToolDefinition } from '../model/model-provider.js';
import type { TaskTeam } from '../team/task-team.js';
import { askBoard } from './ask-board.js';
import { createSubtask } from './create-subtask.js';
import { editFile } from './edit-file.js';
import { finish } from './finish.js';
import { listFiles } from './list-files.js';
import { patchFile } from './patch-file.js';
import { readBoard } from './read-board.js';
import { readFile } from './read-file.js';
import { reportProgress } from './report-progress.js';
import { requestApproval } from './request-approval.js';
import { runCommand } from './run-command.js';
import { search } from './search.js';
import type { AnyTool } from './tool.js';
import { writeFile } from './write-file.js';

/** What every model has. What must run after its edits is the operator's `verify`. */
const WORK_TOOLS: readonly AnyTool[] = [
  listFiles,
  search,
  readFile,
  writeFile,
  editFile,
  patchFile,
  runCommand,
];

/** The tools of a task: what needs somebody who is not there is not offered. */
export function toolsWith({ questions, approvals, subtasks }: TaskTeam = {}): AnyTool[] {
  return [
    ...WORK_TOOLS,
    ...(questions ? [askBoard(questions), readBoard(questions)] : []),
    ...(approvals ? [requestApproval(approvals)] : []),
    ...(subtasks ? [createSubtask(subtasks)] : []),
    reportProgress,
    finish,
  ];
}

export function toolDefinitions(tools: readonly AnyTool[]): ToolDefinition[] {
  return tools.map(({ name, description, schema }) => ({
    name,
    description,
    inputSchema: jsonSchema(schema),
  }));
}

/** As the caller writes it: what has a default is not required. */
function jsonSchema(schema: z.ZodType): JsonObject {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  // Plain JSON by the contract of toJSONSchema; its type also allows what JSON does not hold.
  return JSON.parse(JSON.stringify(rest)) as JsonObject;
}

/** @throws `not_found` naming the tools there are. */
export function findTool(name: string, tools: readonly AnyTool[]): AnyTool {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool) return tool;
  throw new AgentCoordError(
    'not_found',
    `There is no tool "${name.slice(0, 100)}". There are: ${tools.map((candidate) => candidate.name).join(', ')}.`,
    { data: { tool: name.slice(0, 100) } },
  );
}
