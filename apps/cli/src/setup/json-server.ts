import { isDeepStrictEqual } from 'node:util';
import type { FileEdit } from './file-edit.js';
import { cutOut, insertedAt, nodeAt, plainValue, treeOf } from './json-text.js';

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
      if (container === undefined || (container.children ?? []).length > 0) break;
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
      return insertedAt(remove(text), place, { value: entry });
    },
    remove,
    isEmpty(text) {
      const tree = treeOf(text);
      return tree === undefined || (tree.children ?? []).length === 0;
    },
  };
}
