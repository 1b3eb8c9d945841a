import {
  canonicalJson,
  checkIdentity,
  checkInteger,
  checkList,
  checkPublicKey,
  isPublicKey,
  type Signer,
  verifySignature,
} from '@agentcoord/core';
import { checkActionPattern, matchesAction } from './action-pattern.js';

const PURPOSE = 'approval-delegation v1';

/** The operator's signed word that another key may decide some actions for a time. Not secret. */
export type Delegation = {
  /** The name under which the delegate decides. */
  delegate: string;
  /** Of the delegate. */
  key: string;
  /** Patterns with `*`. */
  actions: string[];
  /** Where it holds: as `scope` of the workflow. */
  scope: string;
  /** Epoch ms. There is no way to take a delegation back but its end: keep it short. */
  expiresAt: number;
  /** The operator's public key. */
  issuer: string;
  signature: string;
};

export type NewDelegation = Pick<Delegation, 'delegate' | 'key' | 'actions' | 'expiresAt'> & {
  /** Default: everywhere that has none either. */
  scope?: string;
};

export function createDelegation(operator: Signer, request: NewDelegation): Delegation {
  const terms = {
    delegate: checkIdentity(request.delegate, 'delegate'),
    key: checkPublicKey(request.key, 'key'),
    actions: checkList(request.actions, 'actions', 100, 1).map((action, index) =>
      checkActionPattern(action, `actions[${index}]`),
    ),
    scope: request.scope ?? '',
    expiresAt: checkInteger(request.expiresAt, 'expiresAt', 1, Number.MAX_SAFE_INTEGER),
    issuer: operator.publicKey,
  };
  return { ...terms, signature: operator.sign(PURPOSE, canonicalJson(terms)) };
}

export interface DelegatedDecision {
  by: string;
  key: string;
  action: string;
  scope: string;
  operatorKeys: readonly string[];
}

/** Why a delegation does not carry this decision; `undefined` when it does. Its end is checked by the caller, who knows the times. */
export function delegationProblem(
  delegation: Delegation,
  { by, key, action, scope, operatorKeys }: DelegatedDecision,
): string | undefined {
  if (!isDelegation(delegation)) return 'its delegation is malformed';
  const { signature, ...terms } = delegation;
  if (!operatorKeys.includes(delegation.issuer))
    return 'its delegation is not by an operator of this project';
  if (
    !verifySignature({
      publicKey: delegation.issuer,
      purpose: PURPOSE,
      text: canonicalJson(terms),
      signature,
    })
  )
    return 'the signature of its delegation is wrong';
  if (delegation.key !== key || delegation.delegate !== by) return 'its delegation is for somebody else';
  if (delegation.scope !== scope) return 'its delegation is for another namespace';
  if (!delegation.actions.some((pattern) => matchesAction(pattern, action)))
    return 'its delegation does not cover this action';
  return undefined;
}

export function isDelegation(value: object): value is Delegation {
  const { delegate, key, actions, scope, expiresAt, issuer, signature } = value as Partial<Delegation>;
  return (
    [delegate, scope, signature].every((text) => typeof text === 'string') &&
    [key, issuer].every(isPublicKey) &&
    Array.isArray(actions) &&
    actions.every((action) => typeof action === 'string') &&
    Number.isSafeInteger(expiresAt)
  );
}
