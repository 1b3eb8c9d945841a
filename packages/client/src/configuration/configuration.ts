import type { Repository } from '@agentcoord/locks';
import type { Fallback } from '@agentcoord/storage-failover';
import type { AutoApproveSetting } from './approval-settings.js';
import type { AutoscaleSetting } from './autoscale-setting.js';
import type { DashboardSetting } from './dashboard-setting.js';
import type { FallbackTimesMs } from './fallback.js';
import type { HooksSetting } from './hooks-setting.js';
import type { RedisSetting } from './redis.js';
import type { SpawnSetting } from './spawn-setting.js';
import type { BudgetSetting } from './spending-settings.js';
import type { WorkspaceSetting } from './workspace-setting.js';

export type NamespaceSource = 'flag' | 'environment' | 'file' | 'origin' | 'folder';

/** Everything decided before a store is opened. Only `environment` may hold a secret: never print that. */
export interface Configuration {
  cwd: string;
  repository: Repository;
  /** What shares tasks, locks and agents. */
  namespace: string;
  namespaceSource: NamespaceSource;
  /** Where AgentCoord keeps its files for this clone. */
  home: string;
  /** The folder of this namespace's file store: `home` itself, or a folder below it. On Redis it holds logs, and the fences of this host. */
  storeFolder: string;
  /** The server that shares the namespace; left out, the file store is used. */
  redis?: RedisSetting;
  /** When the store of this host may decide although Redis is configured. Without Redis it means nothing. */
  fallback: Fallback;
  /** How a person finds that setting; left out where nobody made it. */
  fallbackSetBy?: string;
  /** Only those that the configuration file sets. */
  fallbackTimes: FallbackTimesMs;
  /** Logs of spawned workers. */
  logFolder: string;
  /** Pinned in the configuration file: whose decisions count. Empty: decisions are unsigned. */
  operatorKeys: string[];
  /** What is approved without a person. */
  autoApprove: AutoApproveSetting[];
  /** How the dashboard looks. */
  dashboard: DashboardSetting;
  /** What LLM workers may spend; only this file and nothing that agents can write says so. */
  budgets: BudgetSetting;
  /** Where each task of an LLM worker works, and whether it is committed. */
  workspace: WorkspaceSetting;
  /** Where spawned workers run. */
  spawn: SpawnSetting;
  /** How `agentcoord hook` and the git guard behave. */
  hooks: HooksSetting;
  /** What `agentcoord autoscale` does unless a flag says otherwise. */
  autoscale: AutoscaleSetting;
  /** Prices of one's own: AGENTCOORD_PRICES, else the file of the configuration. Absolute. */
  pricesFile?: string;
  /** Where this user's private operator key would be. Only the operator's own commands read it. */
  operatorKeyFile: string;
  /** Who acts: flag, else `AGENTCOORD_AGENT_ID`; left out, the operator. */
  agentName?: string;
  /** What a child process needs in its environment to arrive at the same store, when it starts in `cwd`: also the address of Redis, with its password. */
  environment: Record<string, string>;
}

/** What a command line or a caller may set; each wins over environment and file. */
export interface ConfigurationFlags {
  namespace?: string;
  /** The folder of the file store, logs and keys; relative to `cwd`. */
  home?: string;
  /** `redis://`, `rediss://` or `unix://`; `none` for the file store, whatever is configured. */
  redisUrl?: string;
  /** `auto`, `single-host` or `off`. */
  fallback?: string;
  agent?: string;
}

export interface ConfigurationRequest {
  /** Default: the process's own. */
  cwd?: string;
  /** Default: `process.env`. An empty variable counts as not set. */
  environment?: Readonly<Record<string, string | undefined>>;
  flags?: ConfigurationFlags;
}
