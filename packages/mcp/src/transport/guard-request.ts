import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Refusal {
  status: number;
  message: string;
}

/**
 * Whether a request may come in. Host and Origin first: a web page that reaches this port through a name of its own
 * learns nothing, not even whether a token is right.
 */
export function refusalOf(headers: IncomingHttpHeaders, expected: { token: string }): Refusal | undefined {
  if (!isLoopback(headers.host))
    return { status: 403, message: 'Host must be 127.0.0.1, localhost or [::1].' };
  const { origin } = headers;
  if (origin !== undefined && !isLoopbackOrigin(origin))
    return { status: 403, message: 'Pages of other origins may not call this server.' };
  if (!sameToken(headers.authorization, expected.token))
    return { status: 401, message: 'Send "Authorization: Bearer <token>" with the token of this server.' };
  return undefined;
}

function isLoopback(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/.test(host ?? '');
}

function isLoopbackOrigin(origin: string): boolean {
  const [, host] = /^https?:\/\/(.+)$/.exec(origin) ?? [];
  return isLoopback(host);
}

/** Digests are of one length, so neither time nor length tells anything of the token. */
function sameToken(authorization: string | undefined, token: string): boolean {
  const [, given = ''] = /^Bearer ([!-~]+)$/i.exec(authorization ?? '') ?? [];
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
