import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Configuration } from '@agentcoord/client';
import { AgentCoordError, checkName, describeThrown } from '@agentcoord/core';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { describePinned, pinOperatorKey } from '../operator/pin-operator-key.js';
import { plain } from '../output/plain.js';

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Set up this repository: write .agentcoord/config.json with the namespace that its agents share.\n' +
        'Commit the file, so that every clone meets in the same namespace. Running it again changes nothing else.\n' +
        'Makes your operator key outside the repository too, and pins its public half in the file: from then on\n' +
        'approvals count only when signed with it.',
    )
    .action(handle(init));
};

async function init(call: CommandCall): Promise<CommandResult> {
  const { CONFIG_FILE, resolveConfiguration } = await import('@agentcoord/client');
  const flags = { namespace: call.options.namespace, home: call.options.home, redisUrl: call.options.redis };
  const configuration = await resolveConfiguration({
    cwd: call.cwd,
    environment: call.io.environment,
    flags,
  });
  const { root } = configuration.repository;
  const file = join(root, CONFIG_FILE);
  const namespace = checkName(configuration.namespace, 'namespace');
  await ownWhileItIsOurs(configuration, call);
  const isNew = await writeNew(file, `${JSON.stringify({ namespace }, undefined, 2)}\n`);
  const inFile = isNew ? namespace : ((await namespaceIn(root, call)) ?? namespace);
  if (call.options.namespace !== undefined && inFile !== namespace) throw differs(file, inFile, namespace);
  // An agent is no operator, and never gets the key.
  const operatorKey = call.agent === undefined ? await pinOperatorKey(configuration, file) : undefined;
  return {
    data: {
      file,
      created: isNew,
      namespace: inFile,
      storeFolder: configuration.storeFolder,
      root,
      operatorKey,
    },
    text: [
      isNew ? plain`Wrote ${file}.` : plain`${file} was there already.`,
      plain`Namespace  ${inFile}`,
      plain`Store      ${configuration.storeFolder}`,
      ...(operatorKey ? describePinned(operatorKey) : []),
      '',
      'Commit .agentcoord/config.json, so that every clone shares this namespace. Then:',
      "  agentcoord tasks add 'Run the tests' --command 'npm test'",
      '  agentcoord spawn --count 2',
      '  agentcoord status',
    ].join('\n'),
  };
}

/**
 * The file is what others learn the namespace from. Until it is there nobody else can have used it, so it gets its owner
 * without waiting for anybody's objection. Where that cannot be done now, the first command that needs an owner waits.
 */
async function ownWhileItIsOurs(configuration: Configuration, call: CommandCall): Promise<void> {
  const { isPrivateNamespace } = await import('@agentcoord/client');
  if (!isPrivateNamespace(configuration)) return;
  await call.connect().catch(() => call.signal.throwIfAborted());
}

/** What the file itself says, without the flag. */
async function namespaceIn(root: string, { io }: CommandCall): Promise<string | undefined> {
  const { resolveConfiguration } = await import('@agentcoord/client');
  const environment = { ...io.environment, AGENTCOORD_NAMESPACE: undefined };
  return (await resolveConfiguration({ cwd: root, environment })).namespace;
}

async function writeNew(file: string, content: string): Promise<boolean> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw new AgentCoordError(
      'storage_unwritable',
      `${file} cannot be written: ${describeThrown(error)}. Run this where you may write.`,
      { data: { file }, cause: error },
    );
  }
}

function differs(file: string, inFile: string, asked: string): AgentCoordError {
  return new AgentCoordError(
    'already_exists',
    `${file} names the namespace ${inFile}, not ${asked}. Agents may be working in it; change the file by hand if you mean it.`,
    { data: { file, namespace: inFile, asked } },
  );
}
