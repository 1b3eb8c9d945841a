import type { Approval } from '@agentcoord/approvals';
import type { AuditEntry } from '@agentcoord/audit';
import type { Post, ThreadSummary } from '@agentcoord/board';
import type { JsonObject, Task } from '@agentcoord/core';
import type { LockInfo } from '@agentcoord/locks';
import type { AgentInfo } from '@agentcoord/registry';
import { clip, clipJson, clipLine, isoTime } from './clip.js';

/** A task as one line of a list. */
export function taskLine(task: Task): JsonObject {
  return {
    id: task.id,
    title: clipLine(task.title, 200),
    state: task.state,
    priority: task.priority,
    ...(task.tags.length > 0 ? { tags: task.tags } : {}),
    ...(task.requires.length > 0 ? { requires: task.requires } : {}),
    attempts: task.attempts,
    max_attempts: task.maxAttempts,
    ...(task.claim ? { worker: task.claim.worker } : {}),
    ...(task.progress ? { progress: clipLine(task.progress.note, 120) } : {}),
  };
}

export function taskInFull(task: Task, characters: number): JsonObject {
  const { description, payload, result, parent, cancelReason } = task;
  return {
    ...taskLine(task),
    ...(description === undefined ? {} : { description: clip(description, characters) }),
    ...(payload === undefined ? {} : { payload: clipJson(payload, characters) }),
    ...(result === undefined ? {} : { result: clipJson(result, characters) }),
    ...(parent === undefined ? {} : { parent }),
    ...(task.dependsOn.length > 0 ? { depends_on: task.dependsOn } : {}),
    ...(task.claim ? { claim_expires_at: isoTime(task.claim.expiresAt) } : {}),
    ...(cancelReason === undefined ? {} : { cancel_reason: clipLine(cancelReason, 500) }),
    failures: task.failures.slice(-3).map(({ attempt, message, worker }) => ({
      attempt,
      worker,
      message: clip(message, Math.min(600, characters)),
    })),
    created_at: isoTime(task.createdAt),
  };
}

export function lockLine(lock: LockInfo): JsonObject {
  return {
    path: clipLine(lock.path, 500),
    scope: lock.scope === 'tree' ? 'folder' : 'file',
    mode: lock.mode,
    holder: lock.holder,
    ...(lock.agent === undefined ? {} : { agent: clipLine(lock.agent, 100) }),
    ...(lock.intent === undefined ? {} : { intent: clipLine(lock.intent, 200) }),
    acquired_at: isoTime(lock.acquiredAt),
    expires_at: isoTime(lock.expiresAt),
    waiting: lock.waiters.length,
  };
}

export function agentLine(agent: AgentInfo): JsonObject {
  return {
    name: agent.name,
    state: agent.state,
    kind: agent.kind,
    ...(agent.role === undefined ? {} : { role: clipLine(agent.role, 100) }),
    ...(agent.workingOn === undefined ? {} : { working_on: clipLine(agent.workingOn, 200) }),
    ...(agent.taskId === undefined ? {} : { task_id: agent.taskId }),
    ...(agent.note === undefined ? {} : { note: clipLine(agent.note, 120) }),
    last_heartbeat_at: isoTime(agent.lastHeartbeatAt),
  };
}

export function threadLine(thread: ThreadSummary): JsonObject {
  return {
    id: thread.id,
    title: clipLine(thread.title, 200),
    state: thread.state,
    priority: thread.priority,
    author: thread.author,
    replies: thread.replies,
    last_at: isoTime(thread.lastAt),
    last_author: thread.lastAuthor,
  };
}

export function postInFull(post: Post, characters: number): JsonObject {
  return {
    id: post.id,
    thread: post.thread,
    kind: post.kind,
    author: post.author,
    at: isoTime(post.at),
    ...(post.title === undefined ? {} : { title: clipLine(post.title, 200) }),
    ...(post.message === undefined ? {} : { message: clip(post.message, characters) }),
    ...(post.priority === undefined ? {} : { priority: post.priority }),
    ...(post.acknowledge ? { acknowledge: true } : {}),
  };
}

export function approvalInFull(approval: Approval): JsonObject {
  const { by, reason, usableUntil, usedBy, description } = approval;
  return {
    id: approval.id,
    action: clipLine(approval.action, 200),
    status: approval.status,
    ...(description === undefined ? {} : { description: clip(description, 1_000) }),
    requested_by: approval.requestedBy,
    expires_at: isoTime(approval.expiresAt),
    ...(by === undefined ? {} : { by: clipLine(by, 200) }),
    ...(reason === undefined ? {} : { reason: clip(reason, 2_000) }),
    ...(usableUntil === undefined ? {} : { usable_until: isoTime(usableUntil) }),
    ...(usedBy === undefined ? {} : { used_by: usedBy }),
  };
}

export function auditLine(entry: AuditEntry, characters: number): JsonObject {
  const { context, reason, details } = entry;
  return {
    id: entry.id,
    sequence: entry.sequence,
    at: isoTime(entry.at),
    author: entry.author,
    type: entry.type,
    ...(context === undefined ? {} : { context: clip(context, characters) }),
    ...(reason === undefined ? {} : { reason: clip(reason, characters) }),
    ...(details === undefined ? {} : { details: clipJson(details, characters) }),
  };
}
