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

const WITH_HOOKS = [
  '- A file is locked for you when you edit it, and free again when your turn ends. Where another agent holds it the edit is denied',
  '  with who holds it and for how long: work on something else, or wait as the reason says. Never get around it with shell commands.',
  '- Use the tools of the MCP server `agentcoord` to lock more than you edit (`lock_files`, `release_files`), to write to other agents',
  '  (`post_message`, `fetch_inbox`), to take tasks (`claim_task`, `complete_task`) and to ask before something risky (`request_approval`).',
];

const WITH_SERVER = [
  '- Before you change files, lock them with the tool `lock_files` of the MCP server `agentcoord`, all in one call and with your intent.',
  '  Where another agent holds one you are told who and for how long: work on something else or try again later. Never edit without the lock.',
  '- When the change is done, release them with `release_files`.',
  '- Look into `fetch_inbox` when you begin, write to other agents with `post_message`, take tasks with `claim_task` and `complete_task`,',
  '  and ask before something risky with `request_approval`.',
];

/** A few lines for the agent in the file of instructions that it reads. */
export function instructions(file: string, { hasHooks }: { hasHooks: boolean }): FileEdit {
  const lines = [...COMMON, ...(hasHooks ? WITH_HOOKS : WITH_SERVER)];
  return {
    file,
    what: 'instructions',
    add: (text) => withBlock(text, MARKS, lines),
    remove: (text) => withoutBlock(text, MARKS),
    isEmpty: (text) => text.trim() === '',
  };
}
