import type { LockInfo } from '@agentcoord/locks';
import { age } from '../age.js';
import { nameOf } from '../name-of.js';
import type { Sheet } from './sheet.js';

export function lockDetail(sheet: Sheet, lock: LockInfo): void {
  const { now } = sheet;
  sheet.heading(lock.scope === 'tree' ? `${lock.path}/ and all below it` : lock.path, 'title');
  sheet.field('Held by', lock.agent ?? nameOf(lock.holder), 'heading');
  sheet.field('Intent', lock.intent);
  sheet.field('Mode', lock.mode);
  sheet.field('Held for', age(now - lock.acquiredAt));
  sheet.field('Ends', `in ${age(lock.expiresAt - now)}, unless it is renewed`);
  if (lock.paths.length > 1) sheet.field('Also', lock.paths.filter((path) => path !== lock.path).join(', '));
  for (const { agent, holder, intent, since } of lock.waiters)
    sheet.field(
      'Waiting',
      `${agent ?? nameOf(holder)} for ${age(now - since)}${intent ? `: ${intent}` : ''}`,
      'warning',
    );
  sheet.field('Fence', lock.fence, 'faint');
  sheet.field('Grant', lock.grantId, 'faint');
}
