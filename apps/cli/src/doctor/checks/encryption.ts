import type { ServerInspection } from '@agentcoord/storage-redis';
import { type Finding, ok } from '../finding.js';
import { redisCli } from '../redis-cli.js';
import { isLocalAddress } from '../redis-place.js';

export function encryption({ address, usesTls }: ServerInspection): Finding {
  if (isLocalAddress(address)) return ok('encryption', 'What is sent stays on this machine.');
  if (usesTls) return ok('encryption', 'What is sent is encrypted (TLS).');
  return {
    check: 'encryption',
    severity: 'error',
    what: `Tasks and the password go over the network to ${address} in the clear.`,
    why: 'Whoever sees the network reads them, and can send tasks whose commands your agents run.',
    fix: redisCli(
      address,
      'CONFIG SET tls-cert-file server.crt tls-key-file server.key tls-ca-cert-file ca.crt tls-port 6380',
    ),
  };
}

export function password({ address, usesPassword }: ServerInspection): Finding {
  if (usesPassword) return ok('password', 'A password is asked for.');
  if (isLocalAddress(address)) return ok('password', 'None is needed on this machine alone.');
  return {
    check: 'password',
    severity: 'error',
    what: `${address} serves everybody on its network without a password.`,
    why: 'Whoever reaches it can send tasks whose commands your agents run.',
    fix: redisCli(address, 'CONFIG SET requirepass "$(openssl rand -hex 32)"'),
  };
}
