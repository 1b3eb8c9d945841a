import { AGENT_TOOLS } from './agent-tools.js';
import { APPROVAL_TOOLS } from './approval-tools.js';
import { AUDIT_TOOLS } from './audit-tools.js';
import { BOARD_TOOLS } from './board-tools.js';
import { CLAIM_TOOLS } from './claim-tools.js';
import { LOCK_TOOLS } from './lock-tools.js';
import { TASK_TOOLS } from './task-tools.js';
import type { Tool } from './tool.js';
import { WAIT_TOOLS } from './wait-tools.js';

/** Each one costs a model context with every turn, so there is none for what only people should do. */
export const ALL_TOOLS: readonly Tool[] = [
  ...AGENT_TOOLS,
  ...LOCK_TOOLS,
  ...TASK_TOOLS,
  ...CLAIM_TOOLS,
  ...BOARD_TOOLS,
  ...APPROVAL_TOOLS,
  ...AUDIT_TOOLS,
  ...WAIT_TOOLS,
];
