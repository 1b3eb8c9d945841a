import { AgentCoordError, type JsonObject } from '@agentcoord/core';
import type { TaskInput } from '@agentcoord/queue';
import type { Command } from 'commander';
import { bothSpellings, collect, jsonObject, wholeNumber } from './parse.js';

export interface TaskOptions {
  id?: string;
  description?: string;
  priority?: string;
  tag?: string[];
  tags?: string[];
  requires?: string[];
  dependsOn?: string[];
  onDependencyFailure?: string;
  parent?: string;
  delay?: string;
  maxAttempts?: string;
  lease?: string;
  payload?: string;
  command?: string;
  verify?: string;
  dedupeKey?: string;
}

export function addTaskOptions(command: Command): Command {
  return command
    .option('--description <text>', 'what is to be done, in full')
    .option('--priority <n>', '1 to 5, 5 is claimed first (default 3)')
    .addOption(command.createOption('--tags <tags>').argParser(collect).hideHelp())
    .option(
      '--tag <tag>',
      'only workers with one of these tags, or with none, claim it (repeatable)',
      collect,
    )
    .option('--requires <capability>', 'only workers that have all of these claim it (repeatable)', collect)
    .option('--depends-on <id>', 'a task that must complete first (repeatable)', collect)
    .option('--on-dependency-failure <what>', 'block (default) or cancel')
    .option('--parent <id>', 'the task this one is a part of')
    .option('--delay <duration>', "not before this much time has passed, such as '10m'")
    .option('--max-attempts <n>', 'tries before it is given up (default 3)')
    .option('--lease <duration>', "how long a claim lasts without a renewal (default: the worker's)")
    .option('--payload <json>', 'a JSON object for the worker')
    .option('--command <command>', 'a shell command that is the work (engine command)')
    .option('--verify <command>', 'a shell command that must pass before the task completes')
    .option('--dedupe-key <key>', 'at most one unfinished task has this key')
    .option('--id <id>', 'your own id, such as a ticket number');
}

/** The form is checked here, everything else by the queue, which names the field. */
export function taskOf(title: string, options: TaskOptions): TaskInput {
  const { description, parent, delay, lease, dedupeKey, id } = options;
  const payload = payloadOf(options);
  return {
    title,
    ...given({ description, parent, delay, lease, dedupeKey, id }),
    ...(options.priority === undefined ? {} : { priority: wholeNumber(options.priority, 'priority', 1, 5) }),
    ...(options.maxAttempts === undefined
      ? {}
      : { maxAttempts: wholeNumber(options.maxAttempts, 'maxAttempts', 1, 100) }),
    ...given({ tags: bothSpellings(options), requires: options.requires, dependsOn: options.dependsOn }),
    ...(options.onDependencyFailure === undefined
      ? {}
      : { onDependencyFailure: whatOnFailure(options.onDependencyFailure) }),
    ...(payload === undefined ? {} : { payload }),
  };
}

function payloadOf({ payload, command, verify }: TaskOptions): JsonObject | undefined {
  const written = payload === undefined ? {} : jsonObject(payload, '--payload');
  const named = given({ command, verify });
  for (const key of Object.keys(named)) {
    if (!(key in written)) continue;
    throw new AgentCoordError(
      'invalid_argument',
      `--${key} and the ${key} of --payload say the same thing twice. Leave one out.`,
      {
        data: { field: `--${key}` },
      },
    );
  }
  const whole: JsonObject = { ...written, ...named };
  return payload === undefined && Object.keys(whole).length === 0 ? undefined : whole;
}

function whatOnFailure(text: string): 'block' | 'cancel' {
  if (text === 'block' || text === 'cancel') return text;
  throw new AgentCoordError(
    'invalid_argument',
    `--on-dependency-failure must be block or cancel; got ${JSON.stringify(text)}.`,
    {
      data: { field: '--on-dependency-failure' },
    },
  );
}

/** Without the fields that were not given: the queue tells "left out" from "undefined". */
function given<T extends object>(fields: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
