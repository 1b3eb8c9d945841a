import { checkBoolean, type Duration, durationMs, invalid } from '@agentcoord/core';
import { objectOf } from './object-setting.js';

/** How `agentcoord hook` and the git guard behave in this repository. */
export interface HooksSetting {
  /** An edit that could not be locked because something is broken is denied. Default false: it passes, with a word on stderr. */
  strict?: boolean;
  /** How long a session's locks outlive its last sign of life. Default `'10m'`. */
  lockTtl?: Duration;
  /** The first line of what the user asked for is shown to other agents as the intent. Default true. */
  showPrompt?: boolean;
}

/** What `.agentcoord/config.json` says of hooks. */
export function checkHooks(value: unknown): HooksSetting {
  const { strict, lockTtl, showPrompt, ...others } = objectOf(value, 'hooks', '{"strict": true}');
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw invalid(`hooks.${unknown}`, 'strict, lockTtl or showPrompt');
  if (lockTtl !== undefined) durationMs(lockTtl as Duration, 'hooks.lockTtl');
  return {
    ...(strict === undefined ? {} : { strict: checkBoolean(strict, 'hooks.strict') }),
    ...(lockTtl === undefined ? {} : { lockTtl: lockTtl as Duration }),
    ...(showPrompt === undefined ? {} : { showPrompt: checkBoolean(showPrompt, 'hooks.showPrompt') }),
  };
}
