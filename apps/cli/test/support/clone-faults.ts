import { execFile } from 'node:child_process';
import { chmod, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { CliBench } from './cli.js';

export type Environment = Record<string, string>;

export interface Fault {
  fault: string;
  /** May give another environment. */
  seed: (environment: Environment) => Promise<Environment | undefined>;
  check: string;
  severity: 'error' | 'warning';
  what: RegExp;
  fix: RegExp;
  /** What `--fix` mends. */
  isMended?: boolean;
}

export async function putFile(file: string, text: string, mode = 0o644): Promise<undefined> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  await chmod(file, mode);
}

const NO_TOOLS = '/nowhere';

/** What can be wrong with a clone and the machine it is on, each as somebody would do it by accident. */
export function faultsOf(cli: CliBench): readonly Fault[] {
  const at = (...parts: string[]): string => join(cli.folder, ...parts);
  const git = (...args: string[]) => promisify(execFile)('git', ['-C', cli.folder, ...args]);
  const put = (file: string, text: string, mode?: number) => putFile(at(file), text, mode);

  const setUp = async (environment: Environment): Promise<void> => {
    await cli.run(['setup', 'claude'], { environment });
  };
  const store = '.git/agentcoord';

  return [
    {
      fault: 'a configuration that is no JSON',
      seed: () => put('.agentcoord/config.json', '{'),
      ...{ check: 'configuration', severity: 'error', what: /not valid JSON/, fix: /config\.json/ },
    },
    {
      fault: 'a key in the configuration that nobody knows',
      seed: () => put('.agentcoord/config.json', '{"hook": {}}'),
      ...{ check: 'configuration', severity: 'error', what: /"hook"/, fix: /config\.json/ },
    },
    {
      fault: 'a wrong value in it',
      seed: () => put('.agentcoord/config.json', '{"hooks": {"strict": "yes"}}'),
      ...{ check: 'configuration', severity: 'error', what: /hooks\.strict/, fix: /config\.json/ },
    },
    {
      fault: 'a password in it',
      seed: () => put('.agentcoord/config.json', '{"redisUrl": "redis://u:hunter2@127.0.0.1:1"}'),
      ...{ check: 'secrets', severity: 'warning', what: /password of Redis/, fix: /REDIS_URL/ },
    },
    {
      fault: 'a server that is not there',
      seed: async (environment) => ({ ...environment, REDIS_URL: 'redis://127.0.0.1:1' }),
      ...{ check: 'connection', severity: 'error', what: /127\.0\.0\.1:1/, fix: /redis-cli/ },
    },
    {
      fault: 'an address that is none',
      seed: async (environment) => ({ ...environment, REDIS_URL: 'here' }),
      ...{ check: 'connection', severity: 'error', what: /./, fix: /REDIS_URL=/ },
    },
    {
      fault: 'a file of somebody else in place of the store',
      seed: () => put(`${store}/agentcoord.db`, 'not ours'),
      ...{ check: 'store', severity: 'error', what: /agentcoord/, fix: /AGENTCOORD_HOME/ },
    },
    {
      fault: 'a store that others may read',
      async seed(environment) {
        await cli.run(['status'], { environment });
        await chmod(at(store, 'agentcoord.db'), 0o644);
        return undefined;
      },
      ...{ check: 'permissions', severity: 'warning', what: /mode 644/, fix: /chmod 600/, isMended: true },
    },
    {
      fault: 'an operator key that others may read',
      async seed(environment) {
        await cli.run(['init'], { environment });
        await chmod(`${cli.folder}-home/.config/agentcoord/operator.key`, 0o644);
        return undefined;
      },
      ...{ check: 'keys', severity: 'error', what: /mode 644/, fix: /chmod 600/, isMended: true },
    },
    {
      fault: 'an operator key that is none',
      seed: () => putFile(`${cli.folder}-home/.config/agentcoord/operator.key`, 'x', 0o600),
      ...{ check: 'keys', severity: 'error', what: /cannot be read/, fix: /agentcoord init/ },
    },
    {
      fault: 'an operator key that the project does not pin',
      async seed(environment) {
        await cli.run(['init'], { environment });
        await rm(`${cli.folder}-home/.config`, { recursive: true });
        return undefined;
      },
      ...{ check: 'keys', severity: 'warning', what: /you have none/, fix: /agentcoord init/ },
    },
    {
      fault: 'no git',
      seed: async (environment) => ({ ...environment, PATH: NO_TOOLS }),
      ...{ check: 'git', severity: 'warning', what: /not on the PATH/, fix: /git/ },
    },
    {
      fault: 'no repository',
      seed: () => rename(at('.git'), at('no-git')).then(() => undefined),
      ...{ check: 'git', severity: 'warning', what: /no git repository/, fix: /git init/ },
    },
    {
      fault: 'no sandbox',
      seed: async (environment) => ({ ...environment, AGENTCOORD_BUBBLEWRAP: '/nowhere/bwrap' }),
      ...{ check: 'sandbox', severity: 'warning', what: /no sandbox/, fix: /bubblewrap/ },
    },
    {
      fault: 'a guard that git does not run any more',
      async seed(environment) {
        await cli.run(['guard', 'install'], { environment });
        await git('config', 'core.hooksPath', 'other');
        return undefined;
      },
      ...{ check: 'guard', severity: 'warning', what: /core\.hooksPath/, fix: /guard install/ },
    },
    {
      fault: 'a guard that is not executable',
      async seed(environment) {
        await cli.run(['guard', 'install'], { environment });
        await chmod(at('.git/hooks/pre-commit'), 0o644);
        return undefined;
      },
      ...{ check: 'guard', severity: 'warning', what: /not executable/, fix: /chmod \+x/ },
    },
    {
      fault: 'half a guard',
      async seed(environment) {
        await cli.run(['guard', 'install'], { environment });
        await rm(at('.git/hooks/pre-push'));
        return undefined;
      },
      ...{ check: 'guard', severity: 'warning', what: /Only one/, fix: /guard install/ },
    },
    {
      fault: 'a guard that is switched off in this shell',
      seed: async (environment) => ({ ...environment, AGENTCOORD_GUARD: 'off' }),
      ...{ check: 'guard', severity: 'warning', what: /AGENTCOORD_GUARD=off/, fix: /unset/ },
    },
    {
      fault: 'a namespace of this shell alone',
      seed: async (environment) => ({ ...environment, AGENTCOORD_NAMESPACE: 'mine' }),
      ...{ check: 'namespace', severity: 'warning', what: /mine/, fix: /unset/ },
    },
    {
      fault: 'hooks that are not all there',
      async seed(environment) {
        await setUp(environment);
        await put(
          '.claude/settings.json',
          '{"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "agentcoord hook stop"}]}]}}',
        );
        return undefined;
      },
      ...{
        check: 'hooks',
        severity: 'warning',
        what: /hooks out of date/,
        fix: /setup claude/,
        isMended: true,
      },
    },
    {
      fault: 'hooks that are switched off',
      async seed(environment) {
        await put('.claude/settings.json', '{"disableAllHooks": true}');
        await setUp(environment);
        return undefined;
      },
      ...{ check: 'hooks', severity: 'error', what: /disableAllHooks/, fix: /remove/ },
    },
    {
      fault: 'hooks of a program that is not on the PATH',
      async seed(environment) {
        await setUp(environment);
        return { ...environment, PATH: process.env.PATH ?? '' };
      },
      ...{ check: 'hooks', severity: 'error', what: /none on the PATH/, fix: /npm install/ },
    },
    {
      fault: 'settings that are no JSON any more',
      async seed(environment) {
        await setUp(environment);
        await put('.claude/settings.json', '{"hooks": ');
        return undefined;
      },
      ...{ check: 'hooks', severity: 'error', what: /no JSON/, fix: /settings\.json/ },
    },
    {
      fault: 'an MCP server that is missing',
      async seed(environment) {
        await setUp(environment);
        await rm(at('.mcp.json'));
        return undefined;
      },
      ...{
        check: 'mcp',
        severity: 'warning',
        what: /MCP server missing/,
        fix: /setup claude/,
        isMended: true,
      },
    },
    {
      fault: 'an MCP server that is called in another way',
      async seed(environment) {
        await cli.run(['setup', 'codex'], { environment });
        await put('.codex/config.toml', '[mcp_servers.agentcoord]\ncommand = "other"\n');
        return undefined;
      },
      ...{
        check: 'mcp',
        severity: 'error',
        what: /server called agentcoord of its own/,
        fix: /config\.toml/,
      },
    },
    {
      fault: 'another version on the PATH',
      seed: () => put('bin/agentcoord', '#!/bin/sh\necho 0.0.1\n', 0o755),
      ...{ check: 'program', severity: 'warning', what: /0\.0\.1/, fix: /npm install/ },
    },
    {
      fault: 'a program on the PATH that does not start',
      async seed() {
        await rm(at('bin/agentcoord'));
        await symlink('/bin/false', at('bin/agentcoord'));
        return undefined;
      },
      ...{ check: 'program', severity: 'error', what: /does not start/, fix: /npm install/ },
    },
  ];
}
