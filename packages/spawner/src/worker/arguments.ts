export interface WorkerArguments {
  name: string;
  tags: readonly string[];
  capabilities: readonly string[];
  useLlm: boolean;
  provider?: string;
  model?: string;
  engine?: string;
  unsafeNoSandbox?: boolean;
  maxTasks?: number;
  parent?: string;
}

/**
 * `agentcoord worker …`: names and numbers only, for arguments are readable by every user of the machine.
 * Values are joined by `=`, so that a name that begins with a dash is never read as an option.
 */
export function workerArguments(worker: WorkerArguments): string[] {
  return [
    'worker',
    `--name=${worker.name}`,
    ...(worker.tags.length > 0 ? [`--tags=${worker.tags.join(',')}`] : []),
    ...(worker.capabilities.length > 0 ? [`--capabilities=${worker.capabilities.join(',')}`] : []),
    ...(worker.useLlm ? ['--llm'] : []),
    ...(worker.provider === undefined ? [] : [`--provider=${worker.provider}`]),
    ...(worker.model === undefined ? [] : [`--model=${worker.model}`]),
    ...(worker.engine === undefined ? [] : [`--engine=${worker.engine}`]),
    ...(worker.unsafeNoSandbox ? ['--unsafe-no-sandbox'] : []),
    ...(worker.maxTasks === undefined ? [] : [`--max-tasks=${worker.maxTasks}`]),
    ...(worker.parent === undefined ? [] : [`--parent=${worker.parent}`]),
  ];
}
