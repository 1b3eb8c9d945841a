/** The purpose has no line break, so no pair of purpose and text can be read as another. */
export function signedBytes(purpose: string, text: string): Buffer {
  return Buffer.from(`agentcoord ${purpose}\n${text}`);
}
