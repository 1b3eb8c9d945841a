import type { JsonObject } from '@agentcoord/core';
import {
  ErrorCode,
  McpError,
  type ReadResourceResult,
  type Resource,
  type ResourceTemplate,
} from '@modelcontextprotocol/sdk/types.js';
import { clipLine } from '../answers/clip.js';
import { errorResult } from '../answers/error-answer.js';
import type { AgentConnection } from '../connection/agent-connection.js';
import { ALL_TOOLS } from '../tools/all-tools.js';

const SCHEME = 'agentcoord://';

/** What people attach to a conversation: the first page of what a tool of the same content answers. */
export const RESOURCES: Resource[] = [
  resource('status', 'Status', 'Agents, tasks by state, and the store.'),
  resource('tasks', 'Tasks', 'Tasks that have not ended.'),
  resource('locks', 'Locks', 'What is locked, by whom and why.'),
  resource('threads', 'Threads', 'The newest threads of the board.'),
];

export const RESOURCE_TEMPLATES: ResourceTemplate[] = [
  template('tasks/{id}', 'Task', 'Everything about one task.'),
  template('threads/{id}', 'Thread', 'The newest posts of one thread.'),
];

export async function readResource(
  connection: AgentConnection,
  { uri, signal }: { uri: string; signal: AbortSignal },
): Promise<ReadResourceResult> {
  const [tool, input] = toolOf(uri);
  const found = ALL_TOOLS.find(({ name }) => name === tool);
  if (found === undefined) throw unknownResource(uri);
  try {
    const { data } = await found.call(input, { connection, signal, client: () => connection.client(signal) });
    return { contents: [{ uri, mimeType: 'application/json', text: JSON.stringify(data) }] };
  } catch (error) {
    const [content] = errorResult(error, []).content;
    throw new McpError(ErrorCode.InternalError, content?.type === 'text' ? content.text : 'It failed.');
  }
}

function toolOf(uri: string): [string, JsonObject] {
  const [place = '', id, ...more] = uri.startsWith(SCHEME) ? uri.slice(SCHEME.length).split('/') : [];
  if (more.length > 0 || id === '') throw unknownResource(uri);
  if (id !== undefined) {
    if (place === 'tasks') return ['get_task', { task_id: decoded(id, uri) }];
    if (place === 'threads') return ['read_thread', { thread_id: decoded(id, uri), newest_first: true }];
    throw unknownResource(uri);
  }
  if (place === 'status') return ['get_status', {}];
  if (place === 'tasks')
    return ['list_tasks', { states: ['blocked', 'scheduled', 'ready', 'claimed'], limit: 50 }];
  if (place === 'locks') return ['list_locks', {}];
  if (place === 'threads') return ['read_thread', { limit: 50 }];
  throw unknownResource(uri);
}

function decoded(id: string, uri: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    throw unknownResource(uri);
  }
}

/** The code that the specification gives to it. */
function unknownResource(uri: string): McpError {
  return new McpError(
    -32_002,
    `There is no resource ${JSON.stringify(clipLine(uri, 200))}. resources/list and resources/templates/list name those there are.`,
  );
}

function resource(name: string, title: string, description: string): Resource {
  return { uri: `${SCHEME}${name}`, name, title, description, mimeType: 'application/json' };
}

function template(place: string, title: string, description: string): ResourceTemplate {
  return {
    uriTemplate: `${SCHEME}${place}`,
    name: title.toLowerCase(),
    title,
    description,
    mimeType: 'application/json',
  };
}
