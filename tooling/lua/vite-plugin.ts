import { readFileSync } from 'node:fs';

/** Lets a test import a `.lua` file as a string, as the built package does. */
export function luaText() {
  return {
    name: 'agentcoord-lua-text',
    enforce: 'pre' as const,
    load(id: string) {
      const path = id.split('?')[0] ?? id;
      if (!path.endsWith('.lua')) return undefined;
      return `export default ${JSON.stringify(readFileSync(path, 'utf8'))};`;
    },
  };
}
