/** What a server says went wrong after it had begun to answer. */
export class StreamedError extends Error {
  override readonly name = 'StreamedError';
  readonly code: string;

  constructor(message: string | null | undefined, code: string | null | undefined) {
    super(message || 'it did not say why');
    this.code = code || 'server_error';
  }
}
