import type { SendReceipt } from '@agentcoord/board';
import type { CommandResult } from '../command-context.js';
import { describeReceipt } from './board-text.js';
import { EXIT } from './exit-codes.js';

/** A recipient that was asked for and not reached is a failure; one only mentioned in the text is shown. */
export function sentResult(receipt: SendReceipt): CommandResult {
  const isMissed = receipt.undelivered.some(({ source }) => source === 'to');
  return {
    data: receipt,
    text: describeReceipt(receipt),
    exitCode: isMissed ? EXIT.failed : EXIT.ok,
  };
}
