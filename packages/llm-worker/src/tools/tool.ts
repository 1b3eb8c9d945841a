import type { ErrorCode } from '@agentcoord/core';
import type { z } from 'zod';
import type { TaskEdits } from '../edits/task-edits.js';
import type { ModelCommands } from '../sandbox/model-commands.js';
import type { TaskTeam } from '../team/task-team.js';
import type { Workspace } from '../workspace/workspace.js';

/** What a tool may touch. */
export interface ToolContext {
  workspace: Workspace;
  edits: TaskEdits;
  commands: ModelCommands;
  signal: AbortSignal;
  /** How long a write waits for another holder unless the call says otherwise. */
  lockWaitMs: number;
  report(note: string): void | Promise<void>;
  /** Whom it can ask. Left out: nobody. */
  team?: TaskTeam;
  /** The tools there are. Default: those for work, with the team's. */
  offered?: readonly AnyTool[];
}

export interface ToolAnswer {
  text: string;
  isError?: boolean;
  errorCode?: ErrorCode;
  /** The model says that the task is done; still to be verified. */
  finish?: { summary: string };
}

/** One thing a model can do. Errors it throws go back to the model, unless they end the task. */
export interface Tool<Schema extends z.ZodType = z.ZodType> {
  name: string;
  /** For the model: what it does, what it needs, what it answers. */
  description: string;
  schema: Schema;
  /** For people: what is being done, in a few words. */
  describe(input: z.output<Schema>): string;
  run(input: z.output<Schema>, context: ToolContext): Promise<ToolAnswer>;
}

/** A tool whose schema has checked the input by the time `run` sees it. */
export interface AnyTool {
  name: string;
  description: string;
  schema: z.ZodType;
  /** @throws `invalid_argument` that names the fields. */
  prepare(input: unknown): { note: string; run(context: ToolContext): Promise<ToolAnswer> };
}
