/** What `INFO` says about how long the memory of a server has gone on without a break. */
export interface ServerLife {
  uptimeMs: number;
  /**
   * Changes when it may have been emptied or replaced: how often it was flushed, swapped or made another's replica. An
   * empty text: never, as far as its own counts go.
   */
  breaks: string;
}

/** Commands that take everything away; the last ones reset the counts, so that nothing is known any more. */
const BREAKING =
  /^cmdstat_(flushall|flushdb|swapdb|replicaof|slaveof|debug|config\|resetstat|config):calls=(\d+)/;

export function parseServerLife(info: string): ServerLife {
  let uptimeMs = 0;
  const breaks: string[] = [];
  const hasSubcommands = info.includes('cmdstat_config|');
  for (const line of info.split('\n')) {
    const [, command, calls] = BREAKING.exec(line) ?? [];
    // Redis 6 counts `CONFIG GET` and `CONFIG RESETSTAT` as one.
    if (command !== undefined && !(command === 'config' && hasSubcommands))
      breaks.push(`${command} ${calls}`);
    if (line.startsWith('uptime_in_seconds:')) uptimeMs = Number.parseInt(line.slice(18), 10) * 1_000;
    if (line.startsWith('second_repl_offset:') && !line.startsWith('second_repl_offset:-1'))
      breaks.push(line.trim());
  }
  return { uptimeMs, breaks: breaks.join(' ') };
}

/** How long a server has surely remembered everything, as far as this client can know. */
export class ServerLives {
  private seen: { life: string; since: number } | undefined;

  /** @param runId of the server that said this */
  upForMs(runId: string, { uptimeMs, breaks }: ServerLife, nowMs: number): number {
    const life = `${runId} ${breaks}`;
    if (this.seen?.life !== life) this.seen = { life, since: nowMs };
    if (breaks === '') return uptimeMs;
    // It was emptied at some time before it was first seen so.
    return Math.min(uptimeMs, Math.floor(nowMs - this.seen.since));
  }
}
