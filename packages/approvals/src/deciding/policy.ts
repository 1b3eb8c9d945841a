import { checkLabels, checkText } from '@agentcoord/core';
import type { ApprovedAction } from '../asking/action-hash.js';
import { checkActionPattern, matchesAction } from './action-pattern.js';

/** Approves by itself what matches. Configuration of whoever reads, never data of the store. */
export interface AutoApprove {
  /** An action, with `*` for any text: `deploy:staging*`. */
  action: string;
  /** All of these must be on the request. */
  tags?: string[];
  /** Shown as who decided, and in the audit log. Default: the pattern. */
  name?: string;
}

export interface Policy {
  name: string;
  action: string;
  tags: string[];
}

export function checkPolicies(policies: readonly AutoApprove[] = []): Policy[] {
  return policies.map((policy, index) => {
    const field = `autoApprove[${index}]`;
    const action = checkActionPattern(policy?.action, `${field}.action`);
    return {
      action,
      tags: checkLabels(policy.tags ?? [], `${field}.tags`, 16),
      name: policy.name === undefined ? action : checkText(policy.name, `${field}.name`, { maxLength: 200 }),
    };
  });
}

export function policyFor(policies: readonly Policy[], asked: ApprovedAction): Policy | undefined {
  return policies.find((policy) => covers(policy, asked));
}

/** Whether a policy of this name is configured here, and covers what is asked. */
export function hasPolicy(policies: readonly Policy[], name: string, asked: ApprovedAction): boolean {
  return policies.some((policy) => policy.name === name && covers(policy, asked));
}

function covers({ action, tags }: Policy, asked: ApprovedAction): boolean {
  return matchesAction(action, asked.action) && tags.every((tag) => asked.tags?.includes(tag));
}
