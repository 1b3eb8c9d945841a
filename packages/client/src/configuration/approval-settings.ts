import { checkLabels, checkList, checkPublicKey, checkText, invalid } from '@agentcoord/core';
import { objectOf } from './object-setting.js';

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
  const policy = objectOf(value, field, '{"action": "deploy:staging*"}');
  const { action, tags, name } = policy;
  const unknown = Object.keys(policy).find((key) => !KNOWN.includes(key));
  // With a condition it does not know, a policy would approve more than was meant.
  if (unknown !== undefined) throw invalid(`${field}.${unknown}`, `one of ${KNOWN.join(', ')}`);
  return {
    action: checkText(action, `${field}.action`, { maxLength: 200 }),
    ...(tags === undefined ? {} : { tags: checkLabels(tags, `${field}.tags`, 16) }),
    ...(name === undefined ? {} : { name: checkText(name, `${field}.name`, { maxLength: 200 }) }),
  };
}
