import type { FileEdit } from './file-edit.js';
import { type Marks, withBlock, withoutBlock } from './marked-block.js';

const MARKS: Marks = {
  begin: '<!-- agentcoord:begin (agentcoord setup writes this block, and --remove takes it out) -->',
  end: '<!-- agentcoord:end -->',
};

const COMMON = [
  '## Other agents work here too (AgentCoord)',
  '',
  'Several agents may edit this code at the same time. AgentCoord keeps them apart.',
  '',
];

/** The same for every program: CLAUDE.md is often a link to AGENTS.md, and then all of them read one file. */
const LINES = [
  '- In Claude Code, which has our hooks, a file is locked for you when you edit it, and free again when your turn ends. Where another',
  '  agent holds it the edit is denied, with who holds it and for how long: work on something else, or wait as the reason says. Never get',
  '  around it with shell commands.',
  '- In every other program nothing is locked by itself: before you change files, lock them with the tool `lock_files` of the MCP server',
  '  `agentcoord`, all in one call and with your intent, and release them with `release_files` when the change is done. Where another agent',
  '  holds one, work on something else or try again later. Never edit without the lock.',
  '- Look into `fetch_inbox` when you begin, write to other agents with `post_message`, take tasks with `claim_task` and `complete_task`,',
  '  and ask before something risky with `request_approval`.',
];

/** A few lines for the agent in the file of instructions that it reads. */
export function instructions(file: string): FileEdit {
  const lines = [...COMMON, ...LINES];
  return {
    file,
    what: 'instructions',
    add: (text) => withBlock(text, MARKS, lines),
    remove: (text) => withoutBlock(text, MARKS),
    isEmpty: (text) => text.trim() === '',
  };
}
