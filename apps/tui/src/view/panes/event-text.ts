import { isObject, type SeenEvent, textOf } from '../../model/seen-event.js';
import { nameOf } from '../name-of.js';

/** What happened, for people: `claimed  Build it`, `is idle`. @param title of the task that it is about. */
export function eventText(event: SeenEvent, title: string | undefined): string {
  const { type, kind, id, fields } = event;
  const value = isObject(fields.value) ? fields.value : {};
  if (kind === 'task') return `${type.replace(/^task-/, '')}  ${title ?? id}`;
  if (kind === 'record' && id.startsWith('agents/') && type !== 'record-removed') {
    const state = textOf(value.state) ?? 'here';
    const doing = textOf(value.workingOn);
    return `is ${state}${state === 'working' && doing !== undefined ? `: ${doing}` : ''}`;
  }
  if (kind === 'record' && id.startsWith('approvals/')) {
    const action = textOf(value.action);
    return action === undefined ? `approval  ${id.slice('approvals/'.length)}` : `asks for  ${action}`;
  }
  if (kind === 'lease' && id.startsWith('agent_')) return type === 'lease-granted' ? 'joined' : 'is gone';
  if (kind === 'lease') return `${type.replace(/^lease-/, 'lock ')}  ${lockedPaths(fields.keys) ?? id}`;
  return `${type.replaceAll('-', ' ')}  ${id}`;
}

/** By whom, where the event says it. */
export function eventActor({ id, kind, fields }: SeenEvent): string {
  const { claim, holder, author, value } = fields;
  const worker = isObject(claim) ? textOf(claim.worker) : undefined;
  const record = isObject(value) ? (textOf(value.name) ?? textOf(value.requestedBy)) : undefined;
  const agent = kind === 'record' && id.startsWith('agents/') ? id.slice('agents/'.length) : undefined;
  const named = worker ?? textOf(holder) ?? textOf(author) ?? record ?? textOf(fields.createdBy) ?? agent;
  return nameOf(named ?? '');
}

function lockedPaths(keys: unknown): string | undefined {
  if (!Array.isArray(keys)) return undefined;
  const paths = keys.flatMap((key) => {
    const text = isObject(key) ? textOf(key.key) : textOf(key);
    return text === undefined ? [] : [text.replace(/^file\//, '')];
  });
  return paths.length === 0 ? undefined : paths.join(', ');
}
