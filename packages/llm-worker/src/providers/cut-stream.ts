/** A stream that ended before the message did: what came is of no use, but it was paid for. */
export class CutStream extends Error {
  override readonly name = 'CutStream';
}
