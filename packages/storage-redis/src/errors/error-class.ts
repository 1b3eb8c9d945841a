/** What an error of Redis or of the connection means for the call that met it. */
export type ErrorClass =
  /** It may have run: send the same sequence again. */
  | 'unknown'
  /** It was never written to a socket. */
  | 'not-sent'
  /** The server is there but cannot serve now; nothing ran. */
  | 'busy'
  /** Another server is the one to ask; nothing ran. */
  | 'elsewhere'
  /** The server serves, but cannot write: no reason to look for another store. */
  | 'degraded'
  /** Credentials, rights or certificates: trying again does not help. */
  | 'configuration'
  /** The script is not in its cache: send its text. */
  | 'no-script'
  /** Everything else is a bug. */
  | 'internal';

const BY_PREFIX: Readonly<Record<string, ErrorClass>> = {
  LOADING: 'busy',
  BUSY: 'busy',
  TRYAGAIN: 'busy',
  MASTERDOWN: 'busy',
  CLUSTERDOWN: 'busy',
  UNKILLABLE: 'busy',
  READONLY: 'elsewhere',
  MOVED: 'elsewhere',
  ASK: 'elsewhere',
  OOM: 'degraded',
  MISCONF: 'degraded',
  NOREPLICAS: 'degraded',
  NOAUTH: 'configuration',
  WRONGPASS: 'configuration',
  NOPERM: 'configuration',
  NOSCRIPT: 'no-script',
};

/** Redis 6 hides the error of a command in a script behind `ERR Error running script … -OOM …`. */
const WITHIN_SCRIPT = new RegExp(`-?\\b(${Object.keys(BY_PREFIX).join('|')})\\b`);
/** Redis 7 spells NOPERM so, where a script met it. */
const NO_RIGHT_WITHIN_SCRIPT = "The user executing the script can't";
/** How Node and OpenSSL name a certificate that is not to be trusted, and a server that speaks no TLS. */
const BAD_CERTIFICATE =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_|ERR_TLS_CERT_|ERR_SSL_WRONG_VERSION_NUMBER)/;
const NEVER_WRITTEN = "Stream isn't writeable";

export function errorClass(error: unknown): ErrorClass {
  if (!(error instanceof Error)) return 'internal';
  if (error.name !== 'ReplyError') return ofConnection(error);
  const prefix = /^[A-Z]+/.exec(error.message)?.[0] ?? '';
  const known = BY_PREFIX[prefix];
  if (known !== undefined) return known;
  if (error.message.includes(NO_RIGHT_WITHIN_SCRIPT)) return 'configuration';
  const inside = prefix === 'ERR' ? WITHIN_SCRIPT.exec(error.message)?.[1] : undefined;
  return (inside && BY_PREFIX[inside]) || 'internal';
}

function ofConnection(error: NodeJS.ErrnoException): ErrorClass {
  if (error.message.startsWith(NEVER_WRITTEN)) return 'not-sent';
  return BAD_CERTIFICATE.test(error.code ?? '') ? 'configuration' : 'unknown';
}

/** A node of a Cluster says that another one has these keys. */
export function hasMoved(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError' && error.message.startsWith('MOVED ');
}
