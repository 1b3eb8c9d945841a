import type { Redis } from 'ioredis';
import { errorClass } from '../errors/error-class.js';
import type { Script } from '../scripts/join-script.js';
import { scriptCommand } from './script-command.js';

/** By its hash; with its text where the server does not have it (restarted, or `SCRIPT FLUSH`). */
export async function runScript(
  redis: Redis,
  script: Script,
  words: Array<string | number>,
): Promise<unknown> {
  try {
    return await redis.sendCommand(scriptCommand(script.sha, words));
  } catch (error) {
    if (errorClass(error) !== 'no-script') throw error;
    return await redis.call('EVAL', [script.text, ...words]);
  }
}
