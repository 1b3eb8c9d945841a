/** Whether what is sent to this address stays on this machine. */
export function isLocalAddress(address: string): boolean {
  if (address.startsWith('unix://')) return true;
  const host = /:\/\/(\[[^\]]+\]|[^:/,]+)/.exec(address)?.[1] ?? '';
  return host === 'localhost' || host === '[::1]' || /^127\./.test(host);
}
