import { checkLabels, checkList, checkPublicKey, checkText, invalid } from '@agentcoord/core';

/** As `autoApprove` of an `ApprovalWorkflow`, which checks the pattern itself. */
export interface AutoApproveSetting {
  action: string;
  tags?: string[];
  name?: string;
}

const KNOWN = ['action', 'tags', 'name'];

/** What `.agentcoord/config.json` says of who decides. */
export function checkOperatorKeys(value: unknown): string[] {
  return checkList(value, 'operatorKeys', 100).map((key, index) =>
    checkPublicKey(key, `operatorKeys[${index}]`),
  );
}

export function checkAutoApprove(value: unknown): AutoApproveSetting[] {
  return checkList(value, 'autoApprove', 100).map((policy, index) =>
    checkPolicy(policy, `autoApprove[${index}]`),
  );
}

function checkPolicy(value: unknown, field: string): AutoApproveSetting {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(field, 'an object such as {"action": "deploy:staging*"}', value);
  const { action, tags, name } = value as Record<string, unknown>;
  const unknown = Object.keys(value).find((key) => !KNOWN.includes(key));
  // With a condition it does not know, a policy would approve more than was meant.
  if (unknown !== undefined) throw invalid(`${field}.${unknown}`, `one of ${KNOWN.join(', ')}`);
  return {
    action: checkText(action, `${field}.action`, { maxLength: 200 }),
    ...(tags === undefined ? {} : { tags: checkLabels(tags, `${field}.tags`, 16) }),
    ...(name === undefined ? {} : { name: checkText(name, `${field}.name`, { maxLength: 200 }) }),
  };
}
