import { join } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';
import { agentcoordCommand } from './agentcoord-command.js';
import type { FileEdit } from './file-edit.js';
import { instructions } from './instructions.js';
import { type HookEntry, jsonHooks } from './json-hooks.js';
import { jsonServer, type ServerEntry } from './json-server.js';
import { tomlServer } from './toml-server.js';

export const PROGRAMS = ['claude', 'codex', 'cursor', 'gemini'] as const;
export type Program = (typeof PROGRAMS)[number];
export const SCOPES = ['project', 'user', 'local'] as const;
export type Scope = (typeof SCOPES)[number];

export interface SetupPlace {
  scope: Scope;
  /** Of the repository. */
  root: string;
  /** Of the user. */
  home: string;
  environment: Readonly<Record<string, string | undefined>>;
  strict: boolean;
}

const EDITING = 'Edit|Write|MultiEdit|NotebookEdit|Bash';

const EVENTS: ReadonlyArray<Omit<HookEntry, 'command'> & { name: string }> = [
  { event: 'SessionStart', name: 'session-start', timeoutSeconds: 15 },
  { event: 'UserPromptSubmit', name: 'user-prompt-submit', timeoutSeconds: 10 },
  { event: 'PreToolUse', name: 'pre-tool-use', matcher: EDITING, timeoutSeconds: 10 },
  { event: 'PostToolUse', name: 'post-tool-use', matcher: `${EDITING}|Task`, timeoutSeconds: 10 },
  { event: 'Stop', name: 'stop', timeoutSeconds: 10 },
  { event: 'SubagentStop', name: 'subagent-stop', timeoutSeconds: 10 },
  { event: 'SessionEnd', name: 'session-end', timeoutSeconds: 10 },
];

/** The files of a program in a scope, and what belongs into each. @throws `unsupported` for a scope it does not have. */
export function editsFor(program: Program, place: SetupPlace): FileEdit[] {
  return { claude, codex, cursor, gemini }[program](place);
}

function claude(place: SetupPlace): FileEdit[] {
  const { scope, root, home, environment, strict } = place;
  const words = agentcoordCommand(environment).join(' ');
  const entries = EVENTS.map(({ name, ...entry }) => ({
    ...entry,
    command: `${words} hook ${name}${strict && name === 'pre-tool-use' ? ' --strict' : ''}`,
  }));
  const configured = environment.CLAUDE_CONFIG_DIR;
  const folder = configured || join(home, '.claude');
  const userFile = configured ? join(configured, '.claude.json') : join(home, '.claude.json');
  const env = { REDIS_URL: `\${REDIS_URL:-}` };
  switch (scope) {
    case 'project':
      return [
        jsonHooks(join(root, '.claude', 'settings.json'), entries),
        jsonServer(join(root, '.mcp.json'), ['mcpServers'], { ...throughNpx(), env }),
        instructions(join(root, 'CLAUDE.md')),
      ];
    case 'user':
      return [
        jsonHooks(join(folder, 'settings.json'), entries),
        jsonServer(userFile, ['mcpServers'], { ...server(place), env }),
        instructions(join(folder, 'CLAUDE.md')),
      ];
    case 'local':
      return [
        jsonHooks(join(root, '.claude', 'settings.local.json'), entries),
        jsonServer(userFile, ['projects', root, 'mcpServers'], { ...server(place), env }),
        instructions(join(root, 'CLAUDE.local.md')),
      ];
  }
}

function codex(place: SetupPlace): FileEdit[] {
  const { scope, root, home, environment } = place;
  refuseLocal('codex', scope);
  const folder = environment.CODEX_HOME || join(home, '.codex');
  return scope === 'user'
    ? [tomlServer(join(folder, 'config.toml'), server(place)), instructions(join(folder, 'AGENTS.md'))]
    : [tomlServer(join(root, '.codex', 'config.toml'), throughNpx()), instructions(join(root, 'AGENTS.md'))];
}

function cursor(place: SetupPlace): FileEdit[] {
  const { scope, root, home } = place;
  refuseLocal('cursor', scope);
  const entry = withRedis(place, `\${env:REDIS_URL}`);
  if (scope === 'user') return [jsonServer(join(home, '.cursor', 'mcp.json'), ['mcpServers'], entry)];
  return [
    jsonServer(join(root, '.cursor', 'mcp.json'), ['mcpServers'], entry),
    instructions(join(root, 'AGENTS.md')),
  ];
}

function gemini(place: SetupPlace): FileEdit[] {
  const { scope, root, home } = place;
  refuseLocal('gemini', scope);
  const folder = join(scope === 'user' ? home : root, '.gemini');
  return [
    jsonServer(join(folder, 'settings.json'), ['mcpServers'], withRedis(place, '$REDIS_URL')),
    instructions(join(scope === 'user' ? folder : root, 'GEMINI.md')),
  ];
}

function server({ environment }: SetupPlace): ServerEntry {
  const [command = '', ...args] = agentcoordCommand(environment);
  return { command, args: [...args, 'mcp'] };
}

/** For a file that others share: they may not have it installed. */
function throughNpx(): ServerEntry {
  return { command: 'npx', args: ['-y', 'agentcoord', 'mcp'] };
}

/** These programs have no default for a variable: one that is not set would arrive as the text itself. */
function withRedis(place: SetupPlace, variable: string): ServerEntry {
  const entry = place.scope === 'project' ? throughNpx() : server(place);
  return place.environment.REDIS_URL ? { ...entry, env: { REDIS_URL: variable } } : entry;
}

function refuseLocal(program: string, scope: Scope): void {
  if (scope !== 'local') return;
  throw new AgentCoordError(
    'unsupported',
    `${program} has no settings of one person in one project. Take --scope project or --scope user.`,
    { data: { field: '--scope' } },
  );
}
