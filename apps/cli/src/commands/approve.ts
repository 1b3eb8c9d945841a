import { defineDecision } from '../approvals/decide-command.js';

export const define = defineDecision('approved');
