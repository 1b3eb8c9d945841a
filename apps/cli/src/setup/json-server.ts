import { isDeepStrictEqual } from 'node:util';
import type { FileEdit } from './file-edit.js';
import { cutOut, insertedAt, isBare, nodeAt, plainValue, treeOf } from './json-text.js';

export interface ServerEntry {
  command: string;
  args: string[];
  env?: Record<string, string>;
}

const NAME = 'agentcoord';

/** The MCP server in a file that lists servers by name. @param path where the list is: `['mcpServers']`. */
export function jsonServer(file: string, path: readonly string[], entry: ServerEntry): FileEdit {
  const place = [...path, NAME];
  const remove = (text: string): string => {
    const node = nodeAt(text, place);
    let rest = node === undefined ? text : cutOut(text, node);
    if (node === undefined) return rest;
    for (let depth = path.length; depth > 0; depth -= 1) {
      const container = nodeAt(rest, path.slice(0, depth));
      if (container === undefined || !isBare(rest, container)) break;
      rest = cutOut(rest, container);
    }
    return rest;
  };
  return {
    file,
    what: 'the MCP server',
    add(text) {
      const node = nodeAt(text, place);
      if (node !== undefined && isDeepStrictEqual(plainValue(node), { ...entry })) return text;
      if (node !== undefined && !isOurs(plainValue(node)))
        throw new Error('it has a server called agentcoord of its own. Remove it, or leave it as it is');
      return insertedAt(remove(text), place, { value: entry });
    },
    remove,
    isEmpty(text) {
      const tree = treeOf(text);
      return tree === undefined || (tree.children ?? []).length === 0;
    },
  };
}

const COMMANDS = ['agentcoord mcp', 'npx -y agentcoord mcp'];

/** As setup writes it, by this version or an older one: what a person has set in it is theirs. */
function isOurs(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { command, args, env = {}, ...rest } = value as Partial<ServerEntry>;
  const words = [command, ...(Array.isArray(args) ? args : [])].join(' ');
  const passes = Object.entries(env).every(
    ([name, text]) => name === 'REDIS_URL' && String(text).startsWith('$'),
  );
  return Object.keys(rest).length === 0 && COMMANDS.includes(words) && passes;
}
