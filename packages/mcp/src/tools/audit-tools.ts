import type { JsonObject } from '@agentcoord/core';
import { z } from 'zod';
import { fittingPage } from '../answers/fitting.js';
import { auditLine } from '../answers/views.js';
import { entities, limit } from './fields.js';
import { defineTool, type Tool } from './tool.js';

const logDecision = defineTool({
  name: 'log_decision',
  title: 'Log a decision',
  description:
    'Appends what you decided and why to the audit log, signed. It cannot be changed or taken out.',
  effect: 'ends',
  input: {
    type: z.string().min(1).max(64).describe('One word: deployment, design, lock-forced …'),
    context: z.string().min(1).max(4_000).optional().describe('What it is about.'),
    reason: z.string().min(1).max(4_000).optional().describe('Why.'),
    details: z.record(z.string(), z.unknown()).optional().describe('At most 32 KiB of JSON.'),
  },
  output: { id: z.string(), sequence: z.number() },
  async run({ type, context, reason, details }, { client: open }) {
    const client = await open();
    const entry = await client.logDecision({
      type,
      ...(context === undefined ? {} : { context }),
      ...(reason === undefined ? {} : { reason }),
      // It came as JSON.
      ...(details === undefined ? {} : { details: details as JsonObject }),
    });
    return {
      summary: `Logged as entry ${entry.sequence}.`,
      data: { id: entry.id, sequence: entry.sequence },
    };
  },
});

const listAudit = defineTool({
  name: 'list_audit',
  title: 'Read the audit log',
  description: 'The newest entries of the audit log, oldest of them first.',
  effect: 'reads',
  input: {
    agent: z.string().min(1).max(200).optional(),
    type: z.string().min(1).max(64).optional(),
    until: z.iso.datetime().optional().describe('Not newer than this: next_until of the page before.'),
    limit: limit(20, 100),
  },
  output: { entries: entities, next_until: z.string().optional() },
  async run({ agent, type, until, limit: most }, { client: open }) {
    const { audit } = await open();
    const page = await fittingPage(
      { limit: most, characters: 1_000 },
      async ({ limit: size, characters }) => {
        const entries = await audit.list({
          limit: size,
          ...(agent === undefined ? {} : { agent }),
          ...(type === undefined ? {} : { type }),
          ...(until === undefined ? {} : { until: Date.parse(until) }),
        });
        const oldest = entries.length === size ? entries[0] : undefined;
        return {
          entries: entries.map((entry) => auditLine(entry, characters)),
          // Entries of one millisecond may be shown twice; none is left out unless there are more of them than a page has.
          ...(oldest === undefined ? {} : { next_until: new Date(oldest.at).toISOString() }),
        };
      },
    );
    return { summary: `${page.entries.length} entries.`, data: page };
  },
});

export const AUDIT_TOOLS: readonly Tool[] = [logDecision, listAudit];
