import type { CommandEntry } from './command-entry.js';
import { HOOK_COMMANDS } from './hook-commands.js';
import { WORKER_COMMANDS } from './worker-commands.js';

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'dashboard',
    summary: 'everything at a glance, live, and steered by keys',
    load: () => import('./commands/dashboard.js'),
  },
  { name: 'init', summary: 'set up this repository', load: () => import('./commands/init.js') },
  {
    name: 'status',
    summary: 'the store, all agents, the queue and the locks',
    isQuick: true,
    load: () => import('./commands/status.js'),
  },
  {
    name: 'hung',
    summary: 'agents without progress or heartbeat',
    isQuick: true,
    load: () => import('./commands/hung.js'),
  },
  {
    name: 'tasks',
    summary: 'the task queue',
    commands: [
      {
        name: 'list',
        summary: 'list tasks',
        isDefault: true,
        isQuick: true,
        load: () => import('./commands/tasks-list.js'),
      },
      { name: 'add', summary: 'add a task', load: () => import('./commands/tasks-add.js') },
      { name: 'show', summary: 'everything about one task', load: () => import('./commands/tasks-show.js') },
      {
        name: 'cancel',
        summary: 'end tasks that have not ended',
        load: () => import('./commands/tasks-cancel.js'),
      },
      {
        name: 'retry',
        summary: 'bring failed or cancelled tasks back',
        load: () => import('./commands/tasks-retry.js'),
      },
      {
        name: 'import',
        summary: 'add tasks from a JSON Lines file, all or none',
        load: () => import('./commands/tasks-import.js'),
      },
      {
        name: 'wait',
        summary: 'wait until tasks have ended',
        load: () => import('./commands/tasks-wait.js'),
      },
    ],
  },
  {
    name: 'locks',
    summary: 'file locks',
    commands: [
      {
        name: 'list',
        summary: 'list locks and who waits for them',
        isDefault: true,
        isQuick: true,
        load: () => import('./commands/locks-list.js'),
      },
      {
        name: 'acquire',
        summary: 'lock files for an agent',
        load: () => import('./commands/locks-acquire.js'),
      },
      { name: 'release', summary: 'give locks back', load: () => import('./commands/locks-release.js') },
      {
        name: 'run',
        summary: 'run a command while holding locks',
        load: () => import('./commands/locks-run.js'),
      },
    ],
  },
  {
    name: 'board',
    summary: 'threads of agents and people',
    commands: [
      {
        name: 'list',
        summary: 'list threads, newest first',
        isDefault: true,
        load: () => import('./commands/board-list.js'),
      },
      { name: 'show', summary: 'a thread with its posts', load: () => import('./commands/board-show.js') },
      { name: 'post', summary: 'open a thread', load: () => import('./commands/board-post.js') },
      { name: 'reply', summary: 'answer in a thread', load: () => import('./commands/board-reply.js') },
      {
        name: 'resolve',
        summary: 'say that a thread is done',
        load: () => import('./commands/board-resolve.js'),
      },
      {
        name: 'reopen',
        summary: 'say that a thread is not done',
        load: () => import('./commands/board-reopen.js'),
      },
      { name: 'search', summary: 'find posts by words', load: () => import('./commands/board-search.js') },
      { name: 'watch', summary: 'every post as it comes', load: () => import('./commands/board-watch.js') },
    ],
  },
  {
    name: 'inbox',
    summary: 'what is unread for an agent, and what it must acknowledge',
    load: () => import('./commands/inbox.js'),
  },
  ...WORKER_COMMANDS,
  {
    name: 'request',
    summary: 'ask for approval and wait for it',
    load: () => import('./commands/request.js'),
  },
  {
    name: 'approvals',
    summary: 'what waits for approval',
    commands: [
      {
        name: 'list',
        summary: 'requests that wait for a decision',
        isDefault: true,
        load: () => import('./commands/approvals-list.js'),
      },
      {
        name: 'show',
        summary: 'everything about one request',
        load: () => import('./commands/approvals-show.js'),
      },
      {
        name: 'cancel',
        summary: 'take a request of your own back',
        load: () => import('./commands/approvals-cancel.js'),
      },
      {
        name: 'delegate',
        summary: 'let an agent decide for a time',
        load: () => import('./commands/approvals-delegate.js'),
      },
    ],
  },
  {
    name: 'audit',
    summary: 'the audit log',
    commands: [
      {
        name: 'list',
        summary: 'the newest entries',
        isDefault: true,
        load: () => import('./commands/audit-list.js'),
      },
      {
        name: 'tail',
        summary: 'the newest entries as lines, and those that come',
        load: () => import('./commands/audit-tail.js'),
      },
      { name: 'log', summary: 'log a decision', load: () => import('./commands/audit-log.js') },
      { name: 'verify', summary: 'find tampering', load: () => import('./commands/audit-verify.js') },
      {
        name: 'seal',
        summary: 'bind what is new, in its order',
        load: () => import('./commands/audit-seal.js'),
      },
      {
        name: 'export',
        summary: 'all entries as JSON Lines',
        load: () => import('./commands/audit-export.js'),
      },
      {
        name: 'archive',
        summary: 'move sealed entries to a file',
        load: () => import('./commands/audit-archive.js'),
      },
    ],
  },
  {
    name: 'setup',
    summary: 'set up Claude Code, Codex, Cursor or Gemini',
    load: () => import('./commands/setup.js'),
  },
  HOOK_COMMANDS,
  {
    name: 'guard',
    summary: 'hooks of git that refuse files another agent holds',
    commands: [
      {
        name: 'status',
        summary: 'whether they are installed',
        isDefault: true,
        load: () => import('./commands/guard-status.js'),
      },
      { name: 'install', summary: 'install them', load: () => import('./commands/guard-install.js') },
      { name: 'remove', summary: 'take them out', load: () => import('./commands/guard-remove.js') },
      { name: 'check', summary: 'what the hooks call', load: () => import('./commands/guard-check.js') },
    ],
  },
  { name: 'approve', summary: 'approve a request', load: () => import('./commands/approve.js') },
  { name: 'reject', summary: 'reject a request', load: () => import('./commands/reject.js') },
  {
    name: 'costs',
    summary: 'what the models cost, and what is left of the budgets',
    load: () => import('./commands/costs.js'),
  },
  {
    name: 'metrics',
    summary: 'figures for monitoring, as Prometheus reads them',
    load: () => import('./commands/metrics.js'),
  },
  {
    name: 'report',
    summary: 'what happened, for those who were not there',
    load: () => import('./report/report-command.js'),
  },
  {
    name: 'mcp',
    summary: 'serve the tools of AgentCoord to an MCP client',
    load: () => import('./commands/mcp.js'),
  },
  { name: 'events', summary: 'what happened, and what happens', load: () => import('./commands/events.js') },
  {
    name: 'failover',
    summary: 'who decides, Redis or the store of a host',
    commands: [
      {
        name: 'status',
        summary: 'who decides, since when, and why',
        isDefault: true,
        load: () => import('./commands/failover-status.js'),
      },
      {
        name: 'take-over',
        summary: 'for Redis, from a host that is gone for good',
        load: () => import('./commands/failover-take-over.js'),
      },
      {
        name: 'hand-over',
        summary: 'from this host to Redis',
        load: () => import('./commands/failover-hand-over.js'),
      },
    ],
  },
  {
    name: 'doctor',
    summary: 'what is wrong with Node or the store, and what mends it',
    load: () => import('./commands/doctor.js'),
  },
  {
    name: 'build',
    summary: 'from a specification to tested code',
    load: () => import('./build/build-command.js'),
  },
  {
    name: 'review',
    summary: 'six leads review the code at the same time',
    load: () => import('./review/review-command.js'),
  },
  {
    name: 'demo',
    summary: 'watch three workers mend a small project',
    load: () => import('./demo/demo-command.js'),
  },
  {
    name: 'completion',
    summary: 'completion for bash, zsh and fish',
    load: () => import('./commands/completion.js'),
  },
];
