import {
  checkBoolean,
  checkIdentity,
  checkInteger,
  checkLabels,
  checkName,
  type Duration,
} from '@agentcoord/core';
import { checkAgentName } from '@agentcoord/registry';
import { checkLimits, type WorkerLimits } from '../limits/worker-limits.js';
import { SpawnMode } from '../spawn-mode.js';
import {
  checkRestart,
  type RestartOptions,
  type RestartPolicy,
  type RestartRecord,
} from './restart-policy.js';

export interface SpawnRequest {
  /** Unique among living workers. Default: a new name. */
  name?: string;
  /** The worker takes tasks that share one of these; none: any task. */
  tags?: string[];
  /** What it can do, for tasks that name `requires`. */
  capabilities?: string[];
  /** A `SpawnMode`, or the `mode` of a launcher of your own. Default `SpawnMode.SUBPROCESS`. */
  mode?: string;
  /** Works with a model, and is given the key of its provider. Default false. */
  useLlm?: boolean;
  /** `anthropic`, `openai`, `replay`. Default: the first of which there is a key. */
  provider?: string;
  /** One of the provider's. */
  model?: string;
  engine?: string;
  /** Runs the commands of its model without a sandbox. Default false: they are refused where there is none. */
  unsafeNoSandbox?: boolean;
  /** Ends by itself after this many tasks. */
  maxTasks?: number;
  /** What it may use; `unsupported` where its mode cannot hold one of them. */
  limits?: WorkerLimits;
  /**
   * Whether it is started again when it ends without being stopped, by whoever supervises (`supervise`).
   * Default `never`.
   */
  restart?: RestartPolicy | RestartOptions;
  /** Added to its environment. The only way to hand it a secret: arguments are public. */
  environment?: Record<string, string>;
  /** The agent that manages it. */
  parent?: string;
  /** Resolve only when the worker has registered. Default true. */
  waitUntilReady?: boolean;
  /** How long that may take. Default `60s`. */
  startTimeout?: Duration;
  /** Gives up waiting, and ends the worker again. */
  signal?: AbortSignal;
}

export type CheckedRequest = Required<
  Pick<SpawnRequest, 'name' | 'tags' | 'capabilities' | 'mode' | 'useLlm' | 'environment'>
> &
  Pick<SpawnRequest, 'provider' | 'model' | 'engine' | 'unsafeNoSandbox' | 'maxTasks' | 'parent'> & {
    limits: WorkerLimits;
    restart?: RestartRecord;
  };

export function checkRequest(request: SpawnRequest, defaultName: () => string): CheckedRequest {
  const { provider, model, engine, unsafeNoSandbox, maxTasks, parent } = request;
  const restart = checkRestart(request.restart);
  return {
    name: checkAgentName(request.name ?? defaultName()),
    tags: checkLabels(request.tags ?? [], 'tags', 16),
    capabilities: checkLabels(request.capabilities ?? [], 'capabilities', 16),
    mode: request.mode ?? SpawnMode.SUBPROCESS,
    useLlm: checkBoolean(request.useLlm ?? false, 'useLlm'),
    environment: request.environment ?? {},
    limits: checkLimits(request.limits ?? {}),
    ...(restart === undefined ? {} : { restart }),
    ...(provider === undefined ? {} : { provider: checkName(provider, 'provider') }),
    ...(model === undefined ? {} : { model: checkIdentity(model, 'model') }),
    ...(engine === undefined ? {} : { engine: checkName(engine, 'engine') }),
    ...(unsafeNoSandbox === undefined
      ? {}
      : { unsafeNoSandbox: checkBoolean(unsafeNoSandbox, 'unsafeNoSandbox') }),
    ...(maxTasks === undefined ? {} : { maxTasks: checkInteger(maxTasks, 'maxTasks', 1, 1_000_000) }),
    ...(parent === undefined ? {} : { parent: checkIdentity(parent, 'parent') }),
  };
}
