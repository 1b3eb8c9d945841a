/** What `INFO` says about a server that matters for trusting its memory. */
export interface ServerFacts {
  runId: string;
  version: string;
  /** It writes an append-only file, so what it acknowledged survives its own death. */
  appendOnly: boolean;
  /** It was a replica of another server before: it may lack what that one had acknowledged. */
  promoted: boolean;
}

export function parseServerFacts(info: string): ServerFacts {
  const fields = new Map<string, string>();
  for (const line of info.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return {
    runId: fields.get('run_id') ?? '',
    version: fields.get('valkey_version') ?? fields.get('redis_version') ?? '',
    appendOnly: fields.get('aof_enabled') === '1',
    promoted: (fields.get('second_repl_offset') ?? '-1') !== '-1',
  };
}
