import { join } from 'node:path';
import type { CliBench, CliEnd } from './cli.js';

export interface HookEnd {
  code: number | null;
  stderr: string;
  /** What it printed for Claude Code; `undefined`: nothing. */
  output?: {
    hookEventName?: string;
    permissionDecision?: string;
    permissionDecisionReason?: string;
    additionalContext?: string;
  };
}

interface SessionOptions {
  /** Eight letters or digits: its agent is `claude-<these>`. */
  begin: string;
  cwd?: string;
  agentId?: string;
  environment?: Record<string, string>;
  flags?: string[];
}

/** A session of Claude Code as its hooks see it. */
export function claudeSession(cli: CliBench, options: SessionOptions) {
  const { begin, agentId, environment = {}, flags = [] } = options;
  const hook = async (event: string, more: object = {}): Promise<HookEnd> => {
    const input = {
      session_id: `${begin}-0000-4000-8000-000000000000`,
      cwd: options.cwd ?? cli.folder,
      ...(agentId === undefined ? {} : { agent_id: agentId }),
      ...more,
    };
    const end = await cli.run(['hook', event, ...flags], { stdin: JSON.stringify(input), environment });
    return endOf(end);
  };
  return {
    name: `claude-${begin}`,
    hook,
    edit: (path: string, tool = 'Edit') =>
      hook('pre-tool-use', {
        tool_name: tool,
        tool_input: { file_path: join(options.cwd ?? cli.folder, path) },
      }),
    bash: (command: string) => hook('pre-tool-use', { tool_name: 'Bash', tool_input: { command } }),
    prompt: (prompt: string) => hook('user-prompt-submit', { prompt }),
  };
}

function endOf({ code, stdout, stderr }: CliEnd): HookEnd {
  const parsed = stdout === '' ? undefined : JSON.parse(stdout);
  return { code, stderr, ...(parsed === undefined ? {} : { output: parsed.hookSpecificOutput }) };
}

export const PASSES: HookEnd = { code: 0, stderr: '' };

/** An edit that is denied, for this reason. */
export function denied(reason: RegExp): object {
  return {
    code: 0,
    stderr: '',
    output: {
      hookEventName: 'PreToolUse',
      permissionDecision: 'deny',
      permissionDecisionReason: { asymmetricMatch: (text: string) => reason.test(text) },
    },
  };
}
