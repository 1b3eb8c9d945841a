import { taskVariables } from '../command/command-environment.js';
import type { TaskAssignment } from '../engine/task-assignment.js';
import type { VerifySpec } from '../engine/task-payload.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import { type VerifyResult, verifyTask } from './verify-task.js';

/** The task's verification, bound to its workspace. */
export interface Verification {
  readonly command: string;
  run(): Promise<VerifyResult>;
}

export interface TrackedVerification extends Verification {
  /** Whether the last run passed. */
  passed(): boolean;
}

export interface VerificationSetting {
  assignment: TaskAssignment;
  context: { workspaceRoot: string };
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
  report(note: string): Promise<void>;
  /** For a command that a model proposed. */
  sandbox?: Sandbox | undefined;
}

export function createVerification(spec: VerifySpec, setting: VerificationSetting): TrackedVerification {
  let last: VerifyResult | undefined;
  return {
    command: spec.command,
    passed: () => last?.passed === true,
    async run() {
      last = undefined;
      await setting.report(`verify: ${spec.command}`);
      last = await verifyTask(spec, {
        workspaceRoot: setting.context.workspaceRoot,
        signal: setting.signal,
        environment: setting.environment,
        variables: taskVariables(setting.assignment),
        sandbox: setting.sandbox,
      });
      await setting.report(last.passed ? 'verify: passed' : `verify: failed. ${last.reason}`);
      return last;
    },
  };
}
