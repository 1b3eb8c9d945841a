import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AGENT_PACKAGES, agentFolder, findAgent } from './find-agents.mjs';

/** Set-up: the agents that people run, in a folder outside the repository. Where that fails, tests with them are skipped and say so. */
export function fetchAgentsIfMissing(names = Object.keys(AGENT_PACKAGES)) {
  for (const name of names) if (!findAgent(name)) fetchAgent(name);
}

function fetchAgent(name) {
  console.error(`Fetching ${AGENT_PACKAGES[name]} for the tests …`);
  const folder = agentFolder(name);
  mkdirSync(dirname(folder), { recursive: true });
  const staged = mkdtempSync(join(dirname(folder), `agent-${name}-`));
  try {
    // Its own script puts the program for this machine into place.
    const args = ['install', '--no-audit', '--no-fund', '--prefix', staged, AGENT_PACKAGES[name]];
    execFileSync('npm', args, { stdio: 'pipe' });
    rmSync(folder, { recursive: true, force: true });
    renameSync(staged, folder);
  } catch (error) {
    console.error(`It could not be installed (${String(error.message).split('\n')[0]}).`);
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}
