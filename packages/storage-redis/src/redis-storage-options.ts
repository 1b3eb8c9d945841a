/** Where the Redis or Valkey server is (6.2 or newer), and which namespace of it. */
export interface RedisStorageOptions {
  /** What shares tasks, locks and agents: 1 to 64 letters, digits or `. _ -`. */
  namespace: string;
  /**
   * `redis://`, `rediss://` (TLS), with user, password and `/database`; `unix:///path/to/redis.sock`;
   * `redis+cluster://host:7000,host:7001`; `redis+sentinel://host:26379,host:26380/name-of-master/0`.
   */
  url?: string;
  /** Instead of `url`, or over what it says. Default 127.0.0.1. */
  host?: string;
  /** Default 6379. */
  port?: number;
  /** A unix socket. */
  path?: string;
  /** Some nodes of a Cluster; the others are found through them. Default port 6379. */
  cluster?: ReadonlyArray<{ host: string; port?: number }>;
  /** Sentinels that watch the server, with `masterName`. Default port 26379. */
  sentinels?: ReadonlyArray<{ host: string; port?: number }>;
  /** The name by which the sentinels know the server. */
  masterName?: string;
  sentinelUsername?: string;
  sentinelPassword?: string;
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
  /**
   * Where the clients of this host tell each other what they know of the namespace, so that a newcomer notices as
   * well that the server has forgotten what another one still holds. Best a file of this server and namespace alone.
   * Default: none, and a client knows what it saw itself.
   */
  memoryFile?: string;
}
