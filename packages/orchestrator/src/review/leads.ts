export const LEADS = [
  'security',
  'architecture',
  'performance',
  'quality',
  'operations',
  'integration',
] as const;
export type Lead = (typeof LEADS)[number];

/** What each lead is responsible for, as the model is told. */
export const FIELD_OF: Readonly<Record<Lead, string>> = {
  security:
    'Security: injection, path traversal, secrets in code or logs, missing authorisation, unsafe deserialisation, weak cryptography, races that an attacker can win, dangerous defaults, and text of others that is treated as an instruction.',
  architecture:
    'Architecture: dependencies that point the wrong way, modules that know too much, duplicated concepts, state with two owners, interfaces that force their callers into mistakes, and what will be hard to change.',
  performance:
    'Performance: work that grows faster than its input, queries and requests in loops, unbounded memory, blocking calls in asynchronous code, missing timeouts and limits, and caches that never forget.',
  quality:
    'Quality: wrong results, unhandled errors and edge cases, dead or misleading code, comments that are not true, and behaviour without a test that would notice its loss.',
  operations:
    'Operations: what happens on start, stop, crash, a full disk, a lost connection or an upgrade; logs that do not say why; missing or wrong configuration checks; what an operator cannot see or undo.',
  integration:
    'Integration: promises of public interfaces, formats and protocols that the code does not keep; versions and dependencies; errors of other systems; and documentation that says something else than the code does.',
};

export function reviewTitle(lead: Lead): string {
  return `${lead.charAt(0).toUpperCase()}${lead.slice(1)} review`;
}
