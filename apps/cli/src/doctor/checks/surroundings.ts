import { type Finding, ok } from '../finding.js';
import type { ProjectFacts } from '../local-facts.js';

/** What is set in this shell, or written in the committed file, that agents elsewhere do not share. */
export async function surroundings({ environment, configuration }: ProjectFacts): Promise<Finding[]> {
  const { namespace, namespaceSource, redis } = configuration;
  const findings: Finding[] = [];
  if (environment.AGENTCOORD_GUARD === 'off')
    findings.push({
      check: 'guard',
      severity: 'warning',
      what: 'AGENTCOORD_GUARD=off is set in this shell.',
      why: 'Every commit passes, whoever holds its files.',
      fix: 'unset AGENTCOORD_GUARD',
    });
  if (namespaceSource === 'environment')
    findings.push({
      check: 'namespace',
      severity: 'warning',
      what: `AGENTCOORD_NAMESPACE makes this the namespace ${namespace}.`,
      why: 'Agents that were started without it do not meet those of this shell.',
      fix: 'unset AGENTCOORD_NAMESPACE',
    });
  if (redis?.setBy.endsWith('config.json') === true && /:\/\/[^/@]*:[^/@]+@/.test(redis.reveal()))
    findings.push({
      check: 'secrets',
      severity: 'warning',
      what: `${redis.setBy} holds the password of Redis.`,
      why: 'It is committed, and everybody with the repository has it.',
      fix: 'take redisUrl out of it and export REDIS_URL instead',
    });
  return findings.length > 0 ? findings : [ok('surroundings', `The namespace is ${namespace}.`)];
}
