/** What Redis answered instead of a reply; named as ioredis names it, which the table of error classes knows. */
export class ReplyError extends Error {
  override readonly name = 'ReplyError';
}

type Reply = string | number | null | ReplyError | Reply[];

/** Cuts what a server sends (RESP 2) into replies. */
export class Replies {
  private bytes: Buffer = Buffer.alloc(0);

  /** The replies that are whole with this chunk. */
  add(chunk: Buffer): Reply[] {
    this.bytes = this.bytes.length === 0 ? chunk : Buffer.concat([this.bytes, chunk]);
    const replies: Reply[] = [];
    let at = 0;
    for (;;) {
      const read = this.read(at);
      if (read === undefined) break;
      replies.push(read.reply);
      at = read.end;
    }
    this.bytes = this.bytes.subarray(at);
    return replies;
  }

  private read(at: number): { reply: Reply; end: number } | undefined {
    const lineEnd = this.bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const kind = String.fromCharCode(this.bytes[at] ?? 0);
    const line = this.bytes.toString('utf8', at + 1, lineEnd);
    const next = lineEnd + 2;
    if (kind === '+') return { reply: line, end: next };
    if (kind === '-') return { reply: new ReplyError(line), end: next };
    if (kind === ':') return { reply: Number(line), end: next };
    if (kind === '$') return this.readText(Number(line), next);
    if (kind === '*') return this.readList(Number(line), next);
    throw new Error(`Redis sent something that is no reply: ${JSON.stringify(kind)}`);
  }

  private readText(length: number, at: number): { reply: Reply; end: number } | undefined {
    if (length < 0) return { reply: null, end: at };
    if (this.bytes.length < at + length + 2) return undefined;
    return { reply: this.bytes.toString('utf8', at, at + length), end: at + length + 2 };
  }

  private readList(length: number, at: number): { reply: Reply; end: number } | undefined {
    if (length < 0) return { reply: null, end: at };
    const items: Reply[] = [];
    let end = at;
    while (items.length < length) {
      const item = this.read(end);
      if (item === undefined) return undefined;
      items.push(item.reply);
      end = item.end;
    }
    return { reply: items, end };
  }
}
