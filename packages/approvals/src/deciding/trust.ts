import { checkList, checkPublicKey, checkText } from '@agentcoord/core';
import { type AutoApprove, checkPolicies, type Policy } from './policy.js';

export interface TrustOptions {
  /**
   * Public keys of the operators (`ed25519:…`). With at least one, only decisions signed by one of them, or
   * by a key they delegated to, count. Without, decisions are unsigned: they guard against mistakes only.
   */
  operatorKeys?: readonly string[];
  /** What is approved by itself. Default: nothing. */
  autoApprove?: readonly AutoApprove[];
  /** Part of every signature, so that a decision of one namespace is none in another. Default `''`. */
  scope?: string;
}

/** What a reader believes, from its own configuration alone. */
export interface Trust {
  operatorKeys: readonly string[];
  policies: readonly Policy[];
  scope: string;
}

export function checkTrust(options: TrustOptions): Trust {
  return {
    operatorKeys: checkList(options.operatorKeys ?? [], 'operatorKeys', 100).map((key, index) =>
      checkPublicKey(key, `operatorKeys[${index}]`),
    ),
    policies: checkPolicies(options.autoApprove),
    scope: checkText(options.scope ?? '', 'scope', { minLength: 0, maxLength: 200 }),
  };
}
