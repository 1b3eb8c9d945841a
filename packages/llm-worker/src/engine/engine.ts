import type { Clock } from '@agentcoord/core';
import type { Delivery } from '../delivery/delivery.js';
import type { FencedWrites } from '../ports/fenced-writes.js';
import type { FileLocking } from '../ports/file-locking.js';
import type { Logger } from '../ports/logger.js';
import type { Team } from '../ports/team.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import type { KnownSecrets } from '../text/known-secrets.js';
import type { TrackedVerification } from '../verify/verification.js';
import type { EngineLimits } from './engine-limits.js';
import type { EngineOutcome } from './engine-outcome.js';
import type { TaskAssignment } from './task-assignment.js';

export const ENGINE_NAMES = ['command', 'llm'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

/** Everything an engine may touch besides its own provider. */
export interface EngineContext {
  /** Absolute path of the folder the task works in. */
  workspaceRoot: string;
  /** Fires on cancel, loss of the claim, stop and timeout; its reason says which. */
  signal: AbortSignal;
  /** A note on what happens now. A report that fails is logged and never ends the task. */
  report(note: string): void | Promise<void>;
  locks: FileLocking;
  files: FencedWrites;
  clock: Clock;
  logger: Logger;
  limits: EngineLimits;
  /** What must not leave the worker: hide it in whatever is sent to a model. */
  secrets: KnownSecrets;
  /** Whom a model can ask. */
  team?: Team;
  /** What must pass before the task is done; the engine decides what to do with a failure. */
  verification?: TrackedVerification;
  /** Takes work that passed. An engine that can mend its work calls it and reacts; else it is called afterwards. */
  delivery?: Delivery;
}

/** Turns one claimed task into work. */
export interface Engine {
  readonly name: EngineName;
  /** Where commands of a model run. An engine without one cannot do tasks that a model gave a verification. */
  readonly sandbox?: Sandbox;
  /** Resolves with `failed` for everything that can go wrong with a task; when it resolves, nothing it started runs on. */
  run(task: TaskAssignment, context: EngineContext): Promise<EngineOutcome>;
}
