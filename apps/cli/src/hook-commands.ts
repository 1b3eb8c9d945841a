import type { CommandEntry } from './command-entry.js';

/** What Claude Code calls when something happens in a session; each reads the event from stdin. */
export const HOOK_COMMANDS: CommandEntry = {
  name: 'hook',
  summary: 'what Claude Code calls when something happens (see setup)',
  commands: [
    {
      name: 'session-start',
      summary: 'register a session, print its digest',
      load: () => import('./commands/hook-session-start.js'),
    },
    {
      name: 'user-prompt-submit',
      summary: 'print the unread messages of a session',
      load: () => import('./commands/hook-user-prompt-submit.js'),
    },
    {
      name: 'pre-tool-use',
      summary: 'lock what a tool will write, or deny it',
      isQuick: true,
      load: () => import('./commands/hook-pre-tool-use.js'),
    },
    {
      name: 'post-tool-use',
      summary: 'a sign of life of a session',
      isQuick: true,
      load: () => import('./commands/hook-post-tool-use.js'),
    },
    {
      name: 'stop',
      summary: 'release what a turn locked',
      isQuick: true,
      load: () => import('./commands/hook-stop.js'),
    },
    {
      name: 'subagent-stop',
      summary: 'release what a subagent locked',
      isQuick: true,
      load: () => import('./commands/hook-subagent-stop.js'),
    },
    {
      name: 'session-end',
      summary: 'release everything, take a session off the list',
      load: () => import('./commands/hook-session-end.js'),
    },
  ],
};
