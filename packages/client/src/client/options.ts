import type { Clock, Duration, NewId, Storage } from '@agentcoord/core';

export interface ConnectOptions {
  /** Default: the process's own. Relative paths of locks count from here. */
  cwd?: string;
  namespace?: string;
  /** The folder of the file store, logs and keys. Default: `AGENTCOORD_HOME`, else inside the clone's git folder. */
  home?: string;
  /**
   * `redis://user:password@host:6379/0`, `rediss://host`, `unix:///path/to/redis.sock`; `none` for the file store,
   * whatever is configured. Default: `REDIS_URL`, else the configuration file, else the file store.
   */
  redisUrl?: string;
  /**
   * When the store of this host may decide although Redis is configured. `auto`: while Redis is on this machine and no
   * other host takes part. `single-host`: also with Redis elsewhere; all agents live on this host, you say. `off`: never.
   * Default: `AGENTCOORD_FALLBACK`, else the configuration file, else `auto`.
   */
  fallback?: 'auto' | 'single-host' | 'off';
  /** A storage of your own; it stays open when the client closes. */
  storage?: Storage;
  /** Default: `process.env`. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Stops opening. */
  signal?: AbortSignal;
  /**
   * Called with a sentence for a person where opening takes a while: why, and for how long. Default: a warning of the
   * process (`AgentCoordWarning`), which Node prints on stderr; a wait that nobody explains looks like a hang.
   */
  onWait?: (sentence: string) => void;
  clock?: Clock;
  newId?: NewId;
}

export interface OpenOptions extends ConnectOptions {
  /** Shown to people as the one who acts. Default: `AGENTCOORD_AGENT_ID`, else `operator`. */
  name?: string;
  /**
   * Holder of locks and claims. Default: one of its own for each client, so that two commands of one
   * person exclude each other. Pass an agent's identity to act as that agent.
   */
  identity?: string;
}

export interface SessionOptions extends ConnectOptions {
  /** Unique among living agents. Default: `AGENTCOORD_AGENT_ID`, else a new name. */
  name?: string;
  role?: string;
  workingOn?: string;
  /** Also what `claimTask` asks for when it is given none. */
  tags?: string[];
  /** As `tags`, for tasks that name `requires`. */
  capabilities?: string[];
  /** Default `session`. */
  kind?: 'worker' | 'session' | 'coordinator' | 'cli';
  /** The agent that manages this one. */
  parent?: string;
  /** Set by the spawner. Default: `AGENTCOORD_SPAWN_ID` when the name is the spawned one. */
  spawnId?: string;
  /** Replaces a living agent of the same name, which then loses its presence. Default false: `conflict`. */
  takeOver?: boolean;
  /** Default `15s`. */
  heartbeat?: Duration;
  /** Without a heartbeat for this long the agent counts as dead. Default `60s`. */
  deadAfter?: Duration;
  /** Without progress for this long it counts as hung. Default `5m`. */
  hungAfter?: Duration;
}
