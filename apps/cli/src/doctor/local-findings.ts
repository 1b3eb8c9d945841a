import { AgentCoordError, describeThrown } from '@agentcoord/core';
import { agentSettings } from './checks/agent-settings.js';
import { fileModes } from './checks/file-modes.js';
import { gitFindings } from './checks/git-findings.js';
import { operatorKeys } from './checks/operator-keys.js';
import { otherVersion } from './checks/other-version.js';
import { sandbox } from './checks/sandbox.js';
import { surroundings } from './checks/surroundings.js';
import type { Finding } from './finding.js';
import type { ProjectFacts } from './local-facts.js';

const CHECKS: ReadonlyArray<(facts: ProjectFacts) => Promise<Finding[]>> = [
  otherVersion,
  surroundings,
  fileModes,
  operatorKeys,
  sandbox,
  gitFindings,
  agentSettings,
];

/** What there is to say about this machine and this clone, whatever the store. */
export async function localFindings(facts: ProjectFacts): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const check of CHECKS) {
    facts.signal.throwIfAborted();
    found.push(...(await check(facts)));
  }
  return found;
}

/** A configuration that cannot be used. Nothing else can be looked at then. */
export function brokenConfiguration(error: unknown): Finding {
  if (!AgentCoordError.is(error, 'misconfigured', 'invalid_argument')) throw error;
  const { file, setBy } = error.data;
  const where = String(file ?? setBy ?? 'the configuration');
  return {
    check: 'configuration',
    severity: 'error',
    what: describeThrown(error),
    why: 'Nothing runs with a configuration that cannot be understood: it may say what must not be done.',
    fix: `correct ${where}`,
  };
}
