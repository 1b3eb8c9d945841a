import { NEEDED_RIGHTS, type RefusedCommand, type ServerInspection } from '@agentcoord/storage-redis';
import { type Finding, ok } from '../finding.js';
import { redisCli } from '../redis-cli.js';

const WITHOUT = 'Without them no lock is granted and no task is claimed, or nobody is woken.';

export function rights({ address, user, refused }: ServerInspection): Finding {
  if (refused.length === 0) return ok('rights', `The user ${user} may do all that is needed.`);
  const unknown = refused.filter(({ missing }) => missing === 'unknown');
  if (unknown.length > 0) {
    return {
      check: 'rights',
      severity: 'error',
      what: `The server does not have ${names(unknown)} (any more).`,
      why: WITHOUT,
      fix: "sed -i '/^rename-command/d' /etc/redis/redis.conf && systemctl restart redis-server",
    };
  }
  return {
    check: 'rights',
    severity: 'error',
    what: `The user ${user} has no right to ${refusals(refused)}.`,
    why: WITHOUT,
    fix: redisCli(address, `ACL SETUSER ${user} '${NEEDED_RIGHTS.join("' '")}'`),
  };
}

function refusals(refused: readonly RefusedCommand[]): string {
  const kinds = (['command', 'keys', 'channels'] as const).map((kind) => ({
    kind,
    of: refused.filter(({ missing }) => missing === kind),
  }));
  const texts = kinds.filter(({ of }) => of.length > 0).map(({ kind, of }) => text(kind, of));
  return texts.join(', nor ');
}

function text(kind: RefusedCommand['missing'], of: readonly RefusedCommand[]): string {
  if (kind === 'command') return `run ${names(of)}`;
  return kind === 'keys' ? 'the keys of this namespace' : 'the channels of this namespace';
}

function names(refused: readonly RefusedCommand[]): string {
  const shown = refused.slice(0, 5).map(({ command }) => command);
  return refused.length > 5 ? `${shown.join(', ')} and ${refused.length - 5} more` : shown.join(', ');
}
