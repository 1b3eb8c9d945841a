export interface CapturedOutput {
  text: string;
  /** All bytes that came, kept or not. */
  bytes: number;
  /** Bytes between the kept beginning and the kept end. */
  bytesLeftOut: number;
}

/**
 * Keeps the beginning and the end of a stream in constant memory, however much comes: a command
 * that prints for an hour must not fill the worker.
 */
export class OutputCapture {
  private readonly headLimit: number;
  private readonly tailLimit: number;
  private readonly head: Buffer[] = [];
  private headBytes = 0;
  private tail: Buffer[] = [];
  private tailBytes = 0;
  private bytes = 0;

  constructor(limitBytes: number) {
    this.headLimit = Math.floor(limitBytes / 2);
    this.tailLimit = limitBytes - this.headLimit;
  }

  push(chunk: Buffer): void {
    this.bytes += chunk.length;
    const toHead = Math.min(chunk.length, this.headLimit - this.headBytes);
    if (toHead > 0) {
      this.head.push(chunk.subarray(0, toHead));
      this.headBytes += toHead;
    }
    if (toHead < chunk.length) this.pushTail(chunk.subarray(toHead));
  }

  private pushTail(chunk: Buffer): void {
    this.tail.push(chunk);
    this.tailBytes += chunk.length;
    // Folded only when twice too long, so that many small chunks cost little.
    if (this.tailBytes > 2 * this.tailLimit || this.tail.length > 1024) this.foldTail();
  }

  private foldTail(): void {
    const folded = Buffer.concat(this.tail);
    // A copy, or the slice would keep the whole of the old memory alive.
    this.tail = [Buffer.from(folded.subarray(Math.max(0, folded.length - this.tailLimit)))];
    this.tailBytes = this.tail[0]?.length ?? 0;
  }

  result(): CapturedOutput {
    this.foldTail();
    const bytesLeftOut = this.bytes - this.headBytes - this.tailBytes;
    const head = Buffer.concat(this.head);
    const tail = Buffer.concat(this.tail);
    if (bytesLeftOut === 0)
      return { text: Buffer.concat([head, tail]).toString('utf8'), bytes: this.bytes, bytesLeftOut };
    const text = `${wholeCharacters(head, 'end')}\n[… ${bytesLeftOut} bytes left out …]\n${wholeCharacters(tail, 'start')}`;
    return { text, bytes: this.bytes, bytesLeftOut };
  }
}

/** Without the parts of a UTF-8 character that the cut went through. */
function wholeCharacters(bytes: Buffer, cut: 'start' | 'end'): string {
  const text = bytes.toString('utf8');
  return cut === 'start' ? text.replace(/^\ufffd{1,3}/u, '') : text.replace(/\ufffd{1,3}$/u, '');
}
