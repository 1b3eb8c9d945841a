import { formatDuration } from '@agentcoord/core';
import { describePinned } from '../operator/pin-operator-key.js';
import { plain } from '../output/plain.js';
import type { Applied } from './apply-choices.js';
import type { SetupChoices } from './setup-choices.js';

/** What was done, and what to do next. */
export function appliedText(applied: Applied, choices: SetupChoices): string {
  const { file, created, namespace, storeFolder, operatorKey, redis, agents = [], firstTask } = applied;
  return [
    created ? plain`Wrote ${file}.` : plain`${file} was there already.`,
    plain`Namespace  ${namespace}`,
    plain`Store      ${storeFolder}`,
    ...(redis
      ? [plain`Redis      ${redis.url}, with its data in ${redis.folder}. It goes on until: ${redis.stop}`]
      : []),
    ...(operatorKey ? describePinned(operatorKey) : []),
    ...agents.map(({ agent, done, command }) =>
      done ? plain`Set up     ${agent}` : plain`Still to do: run \`${command}\``,
    ),
    ...(firstTask
      ? [
          plain`Finished   ${firstTask.completed} ${firstTask.completed === 1 ? 'task' : 'tasks'} in ${formatDuration(firstTask.tookMs)}`,
        ]
      : []),
    '',
    'Commit .agentcoord/config.json, so that every clone shares this namespace. Then:',
    "  agentcoord tasks add 'Run the tests' --command 'npm test'",
    `  ${spawnCommand(choices)}`,
    '  agentcoord status',
  ].join('\n');
}

/** With what was chosen for workers: they are flags of `spawn`. */
function spawnCommand({ provider, model, mode }: SetupChoices): string {
  const llm = provider === 'anthropic' || provider === 'openai';
  return [
    'agentcoord spawn --count 2',
    ...(llm ? [`--llm --provider ${provider}`] : []),
    ...(llm && model !== undefined ? [plain`--model ${model}`] : []),
    ...(mode === undefined || mode === 'subprocess' ? [] : [`--mode ${mode}`]),
  ].join(' ');
}
