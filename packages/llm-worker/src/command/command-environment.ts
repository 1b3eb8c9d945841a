import type { TaskAssignment } from '../engine/task-assignment.js';

const SECRET_NAME =
  /(^|_)((API)?KEYS?|SECRETS?|TOKENS?|PASSWORDS?|PASSWD|PASS|PASSPHRASE|CREDENTIALS?|AUTH|WEBHOOK|DSN|PAT)($|_)/i;
const OWN_NAME = /^(AGENTCOORD_|ANTHROPIC_|OPENAI_|RAILWAY_)/i;
const STORE_NAME = /^(REDIS|VALKEY)_?(URL|URI|PASSWORD)?$/i;
const PASSWORD_IN_URL = /^[a-z][a-z0-9+.-]*:\/\/[^\s/@]*:([^\s/@]+)@/i;

export interface CommandEnvironment {
  source: NodeJS.ProcessEnv;
  /** Names that are handed on although they look like secrets. */
  pass?: readonly string[];
  /** Set last, by the task itself. */
  set?: Readonly<Record<string, string>>;
}

/**
 * What a task's command may see of the worker's environment: all but what looks like a secret, by
 * name or by a password in a URL. This keeps keys out of logs and dumps; it is no sandbox: a process
 * of the same user can read what that user can.
 */
export function commandEnvironment(options: CommandEnvironment): Record<string, string> {
  const pass = new Set(options.pass);
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.source)) {
    if (value !== undefined && (pass.has(name) || !isSecret(name, value))) environment[name] = value;
  }
  return { ...environment, ...options.set };
}

/** The values that were held back: wherever they appear in an output they are hidden. */
export function commandSecrets(source: NodeJS.ProcessEnv): string[] {
  const secrets = new Set<string>();
  for (const [name, value] of Object.entries(source)) {
    if (value === undefined) continue;
    const password = PASSWORD_IN_URL.exec(value)?.[1];
    if (password && password.length >= 6) secrets.add(password);
    // Shorter ones would hide ordinary words of an output.
    if (SECRET_NAME.test(name) && value.length >= 8 && !value.startsWith('/')) secrets.add(value);
  }
  return [...secrets].sort((a, b) => b.length - a.length);
}

function isSecret(name: string, value: string): boolean {
  return (
    SECRET_NAME.test(name) || OWN_NAME.test(name) || STORE_NAME.test(name) || PASSWORD_IN_URL.test(value)
  );
}

/** What every command of a task is told about it. */
export function taskVariables(task: TaskAssignment): Record<string, string> {
  return { AGENTCOORD_TASK_ID: task.id, AGENTCOORD_TASK_ATTEMPT: String(task.attempt) };
}
