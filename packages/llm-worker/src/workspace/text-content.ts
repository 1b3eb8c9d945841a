import { AgentCoordError } from '@agentcoord/core';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Bytes as text that can be written back unchanged.
 * @throws `invalid_argument` for what is no UTF-8 text: an edit would destroy it.
 */
export function textContent(path: string, content: Uint8Array): string {
  try {
    if (!content.includes(0)) return decoder.decode(content);
  } catch {
    // Not UTF-8: said below.
  }
  throw new AgentCoordError(
    'invalid_argument',
    `"${path}" is no UTF-8 text file: it can be neither shown nor edited.`,
    {
      data: { field: 'path' },
    },
  );
}
