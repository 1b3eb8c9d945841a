/** Everything that `init` can be told, by flags or by the wizard. What is left out is not touched. */
export interface SetupChoices {
  theme?: Theme;
  ascii?: boolean;
  store?: StoreChoice;
  /** Of the server that the file shall name; never with a password, for the file is committed. */
  redisUrl?: string;
  namespace?: string;
  provider?: Provider;
  model?: string;
  /** Dollars a day that LLM workers may spend. */
  capUsd?: number;
  mode?: Mode;
  agents?: AgentProgram[];
  firstTask?: FirstTask;
}

export const THEMES = ['neon', 'mono', 'high-contrast'] as const;
/** `file`: the embedded store. `redis`: a server that runs. `start-redis`: one that is started for this. */
export const STORES = ['file', 'redis', 'start-redis'] as const;
export const PROVIDERS = ['replay', 'anthropic', 'openai'] as const;
export const MODES = ['subprocess', 'docker', 'railway'] as const;
export const AGENT_PROGRAMS = ['claude', 'codex', 'cursor', 'gemini'] as const;
/** `here`: one task of this project. `demo`: the project that comes with the demo, in a temporary folder. */
export const FIRST_TASKS = ['here', 'demo', 'none'] as const;

type Theme = (typeof THEMES)[number];
export type StoreChoice = (typeof STORES)[number];
export type Provider = (typeof PROVIDERS)[number];
export type Mode = (typeof MODES)[number];
export type AgentProgram = (typeof AGENT_PROGRAMS)[number];
export type FirstTask = (typeof FIRST_TASKS)[number];
