export const SPAWN_MODES = ['subprocess', 'docker', 'railway'] as const;
export const RESTARTS = ['never', 'on-failure', 'always'] as const;
export const PROVIDERS = ['anthropic', 'openai', 'replay'] as const;

/** What a person sets of the workers to be started. What is left out is as `agentcoord spawn` has it. */
export interface WorkerSettings {
  tags: string[];
  /** `command` runs the command of a task, `llm` works with a model. */
  engines: Array<'command' | 'llm'>;
  provider?: string;
  model?: string;
  maxTasks?: number;
  mode: string;
  restart: string;
}

export interface StartWorkers extends WorkerSettings {
  count: number;
  /** With several of them: of which each name begins. */
  name?: string;
}

export interface ScaleWorkers extends WorkerSettings {
  /** How many there shall be of these tags and this mode. */
  count: number;
  /** The surplus is stopped at once, and does not finish its tasks. */
  now: boolean;
}

export interface ScaledWorkers {
  /** How many there were. */
  before: number;
  /** Names. */
  started: string[];
  leaving: string[];
}

/** Starts and ends workers as the commands `spawn` and `scale` do. */
export interface Workforce {
  /** Resolves with the names of those that run. */
  start(request: StartWorkers): Promise<string[]>;
  scale(request: ScaleWorkers): Promise<ScaledWorkers>;
}
