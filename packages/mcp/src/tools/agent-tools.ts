import { z } from 'zod';
import { firstThatFit, MAX_ANSWER_BYTES } from '../answers/fitting.js';
import { agentLine } from '../answers/views.js';
import { entities, entity, labels } from './fields.js';
import { defineTool, type Tool } from './tool.js';

const registerAgent = defineTool({
  name: 'register_agent',
  title: 'Register this agent',
  description:
    'Says who you are and what you work on, so that others see it. Every other tool registers you too, under a name that is made up. Call it again when you turn to something else.',
  effect: 'adds',
  idempotent: true,
  input: {
    name: z.string().min(1).max(100).optional().describe('Unique among living agents.'),
    role: z.string().min(1).max(64).optional().describe('Engineer, Reviewer …'),
    working_on: z.string().min(1).max(500).optional(),
    tags: labels.optional().describe('claim_task takes tasks that share one with you.'),
    capabilities: labels.optional().describe('Tasks that require others are not given to you.'),
  },
  output: { name: z.string(), identity: z.string() },
  async run({ name, role, working_on: workingOn, tags, capabilities }, { connection, signal }) {
    const client = await connection.register(
      {
        ...(name === undefined ? {} : { name }),
        ...(role === undefined ? {} : { role }),
        ...(workingOn === undefined ? {} : { workingOn }),
        ...(tags === undefined ? {} : { tags }),
        ...(capabilities === undefined ? {} : { capabilities }),
      },
      signal,
    );
    return {
      summary: `You are ${client.name}. Call lock_files before you edit, and fetch_inbox for messages.`,
      data: { name: client.name, identity: client.identity },
    };
  },
});

const getStatus = defineTool({
  name: 'get_status',
  title: 'Status',
  description: 'Who you are and what you hold, the agents, how many tasks are in which state, and the store.',
  effect: 'reads',
  input: {},
  output: { you: entity, agents: entities, agents_total: z.number(), tasks: entity, store: entity },
  async run(_input, { client: open, connection }) {
    const client = await open();
    const [agents, stats, store] = await Promise.all([
      client.registry.list(),
      client.queue.stats(),
      client.storage.describe(),
    ]);
    const living = agents.filter(({ state }) => state !== 'left');
    const shown = firstThatFit(living.map(agentLine), MAX_ANSWER_BYTES / 2);
    const locks = connection.held.heldLocks().flatMap(({ paths }) => paths);
    return {
      summary: `You are ${client.name}; ${living.length} agents; ${stats.counts.ready} tasks are ready.`,
      data: {
        you: {
          name: client.name,
          identity: client.identity,
          tasks: connection.held.taskIds().slice(0, 50),
          locked_paths: firstThatFit(locks, 4_000),
        },
        agents: shown,
        agents_total: living.length,
        tasks: { ...stats.counts },
        store: { kind: store.kind, namespace: client.configuration.namespace },
      },
    };
  },
});

export const AGENT_TOOLS: readonly Tool[] = [registerAgent, getStatus];
