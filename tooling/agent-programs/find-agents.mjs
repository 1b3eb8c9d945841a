import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runs, unpackedFolder } from '../debian/unpacked-packages.mjs';

/** The agents that people run, as npm has them. */
export const AGENT_PACKAGES = {
  claude: '@anthropic-ai/claude-code@2.1',
  codex: '@openai/codex@0.169',
  // No agent, but a client that asks a server from the command line.
  'mcp-inspector': '@modelcontextprotocol/inspector@0.15',
};

export function agentFolder(name) {
  return unpackedFolder(`agent-${name}`);
}

/** The program as set-up installed it; `undefined` where it is not. Nothing is downloaded here. */
export function findAgent(name) {
  const command = join(agentFolder(name), 'node_modules', '.bin', name);
  return existsSync(command) && runs(command, {}) ? command : undefined;
}

/** Why tests with it cannot run here; `undefined` where they can. */
export function agentMissing(name) {
  if (!process.env.AGENTCOORD_TEST_FULL) return 'npm run test:full has it';
  return findAgent(name)
    ? undefined
    : `no ${name}: set-up could not install ${AGENT_PACKAGES[name]} from npm`;
}
