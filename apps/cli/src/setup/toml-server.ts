import { parse } from 'smol-toml';
import type { FileEdit } from './file-edit.js';
import type { ServerEntry } from './json-server.js';
import { type Marks, withBlock, withoutBlock } from './marked-block.js';

const MARKS: Marks = {
  begin: '# agentcoord:begin (agentcoord setup writes this block, and --remove takes it out)',
  end: '# agentcoord:end',
};

/** What says where agents meet, and who this one is. */
const PASSED_ON = [
  'REDIS_URL',
  'AGENTCOORD_AGENT_ID',
  'AGENTCOORD_NAMESPACE',
  'AGENTCOORD_HOME',
  'AGENTCOORD_FALLBACK',
  'XDG_STATE_HOME',
];

/** The MCP server as a table at the end of a TOML file: a table there is valid whatever stands before it. */
export function tomlServer(file: string, { command, args }: ServerEntry): FileEdit {
  const lines = [
    '[mcp_servers.agentcoord]',
    `command = ${JSON.stringify(command)}`,
    `args = [${args.map((word) => JSON.stringify(word)).join(', ')}]`,
    // Codex hands a server no variable that is not named here.
    `env_vars = [${PASSED_ON.map((name) => JSON.stringify(name)).join(', ')}]`,
  ];
  return {
    file,
    what: 'the MCP server',
    add(text) {
      const servers = parsed(withoutBlock(text, MARKS)).mcp_servers;
      if (isTable(servers) && 'agentcoord' in servers)
        throw new Error('it has a server called agentcoord of its own. Remove it, or leave it as it is');
      const after = withBlock(text, MARKS, lines);
      // An inline table cannot be added to: then the result is no TOML.
      parsed(after);
      return after;
    },
    remove: (text) => withoutBlock(text, MARKS),
    isEmpty: (text) => text.trim() === '',
  };
}

function isTable(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function parsed(text: string): Record<string, unknown> {
  try {
    return parse(text.replace('\uFEFF', ''));
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new Error(`it is no TOML that a table can be added to: ${first}`);
  }
}
