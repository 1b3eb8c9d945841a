import { type Finding, ok } from '../finding.js';

export function nodeVersion(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return ok('node', `Node ${version}`);
  return {
    check: 'node',
    severity: 'error',
    what: `Node ${version} is older than 20.19.`,
    why: 'AgentCoord uses what came with it.',
    fix: 'npx --yes node@22 "$(command -v agentcoord)" doctor',
  };
}
