import { createCommandEngine, runAssignment } from '../../src/index.js';

// A worker process of its own, to be killed by a test: runs one command that never ends.
const [, , workspaceRoot = ''] = process.argv;
const refuse = (): Promise<never> => Promise.reject(new Error('A command takes no locks.'));

await runAssignment(
  {
    id: 'task_1',
    title: 'Run for ever',
    tags: [],
    attempt: 1,
    payload: { command: 'setsid sleep 1000 & echo $$ > command.pid; sleep 1000' },
  },
  {
    workspaceRoot,
    signal: new AbortController().signal,
    locks: { lock: refuse },
    files: { write: refuse, remove: refuse, raise: refuse },
  },
  { engines: [createCommandEngine()] },
);
