import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { temporaryFolder } from './temporary-folder.js';

const run = promisify(execFile);

/** Real git, deaf to the configuration of whoever runs the tests. */
export async function git(cwd: string, ...args: string[]): Promise<void> {
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  await run('git', ['-c', 'protocol.file.allow=always', ...args], {
    cwd,
    env: {
      ...Object.fromEntries(environment),
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Test',
      GIT_AUTHOR_EMAIL: 'test@example.org',
      GIT_COMMITTER_NAME: 'Test',
      GIT_COMMITTER_EMAIL: 'test@example.org',
    },
  });
}

/** A repository with one commit. */
export async function gitRepository(): Promise<string> {
  const root = await temporaryFolder();
  await git(root, 'init', '--quiet', '--initial-branch=main');
  await git(root, 'commit', '--quiet', '--allow-empty', '--message=first');
  return root;
}
