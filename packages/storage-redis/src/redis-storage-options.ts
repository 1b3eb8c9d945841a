/** Where the Redis or Valkey server is (6.2 or newer), and which namespace of it. */
export interface RedisStorageOptions {
  /** What shares tasks, locks and agents: 1 to 64 letters, digits or `. _ -`. */
  namespace: string;
  /** `redis://`, `rediss://` (TLS), with user, password and `/database`; or `unix:///path/to/redis.sock`. */
  url?: string;
  /** Instead of `url`, or over what it says. Default 127.0.0.1. */
  host?: string;
  /** Default 6379. */
  port?: number;
  /** A unix socket. */
  path?: string;
  username?: string;
  password?: string;
  /** Database number. Default 0. */
  db?: number;
  /** `true`, or what Node's `tls.connect` takes. */
  tls?:
    | boolean
    | { ca?: string; cert?: string; key?: string; servername?: string; rejectUnauthorized?: boolean };
  /** How long a call may take when it says nothing itself. Default 5,000 ms. */
  timeoutMs?: number;
  /** A connection that answers nothing for this long is given up and made anew. Default 1,500 ms. */
  silenceMs?: number;
  /**
   * A server that may have forgotten leases grants none for this long, or for the longest lease known if
   * that is more. Default 60,000 ms.
   */
  lockDelayMs?: number;
}
