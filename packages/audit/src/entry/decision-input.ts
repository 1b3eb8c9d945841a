import { checkId, checkLabel, checkText, encodeJson, invalid, type JsonObject } from '@agentcoord/core';

export interface DecisionInput {
  /** What kind of decision: `deployment`, `lock-forced`. 1 to 64 letters, digits or `. _ : / + # @ -`. */
  type: string;
  /** What it is about; at most 4,000 characters. */
  context?: string;
  /** Why; at most 4,000 characters. */
  reason?: string;
  /** At most 32 KiB of JSON. */
  details?: JsonObject;
  /** Your own id: what is logged twice with one id is there once. */
  id?: string;
}

const MAX_TEXT = 4_000;
const MAX_DETAILS_BYTES = 32 * 1024;

export function checkDecision(input: DecisionInput): DecisionInput {
  const { context, reason, details, id } = input;
  if (details !== undefined) {
    if (typeof details !== 'object' || details === null || Array.isArray(details))
      throw invalid('details', 'an object', details);
    encodeJson(details, 'details', MAX_DETAILS_BYTES);
  }
  return {
    type: checkLabel(input.type, 'type'),
    ...(context === undefined ? {} : { context: checkText(context, 'context', { maxLength: MAX_TEXT }) }),
    ...(reason === undefined ? {} : { reason: checkText(reason, 'reason', { maxLength: MAX_TEXT }) }),
    ...(details === undefined ? {} : { details }),
    ...(id === undefined ? {} : { id: checkId(id, 'id') }),
  };
}
