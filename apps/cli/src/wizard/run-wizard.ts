import { AgentCoordError } from '@agentcoord/core';
import type { CommandCall, CommandResult } from '../command-context.js';
import { setUpByCommand } from '../init/agent-setup.js';
import { appliedText } from '../init/applied-text.js';
import { applyChoices } from '../init/apply-choices.js';
import type { SetupChoices } from '../init/setup-choices.js';
import { EXIT } from '../output/exit-codes.js';
import { logo } from '../splash/logo.js';
import { isCapable } from '../terminal.js';
import { openTerminalPrompts } from './open-terminal-prompts.js';
import { runSteps } from './run-steps.js';
import { agentsStep } from './steps/agents-step.js';
import { confirmStep } from './steps/confirm-step.js';
import { firstTaskStep } from './steps/first-task-step.js';
import { modelStep } from './steps/model-step.js';
import { projectStep } from './steps/project-step.js';
import { spawnStep } from './steps/spawn-step.js';
import { storeStep } from './steps/store-step.js';
import { terminalStep } from './steps/terminal-step.js';
import { lookAround } from './surroundings.js';
import type { WizardStep } from './wizard-step.js';

const STEPS: readonly WizardStep[] = [
  terminalStep,
  storeStep,
  projectStep,
  modelStep,
  spawnStep,
  agentsStep,
  firstTaskStep,
  confirmStep,
];

/** Asks step by step, then does it all. Left before the end, nothing was done and the terminal is as before. */
export async function runWizard(call: CommandCall, given: SetupChoices): Promise<CommandResult> {
  const { io, signal } = call;
  if (call.json || !isCapable(io.environment, io)) throw noTerminal();
  const surroundings = await lookAround(call);
  const { colours, unicode, columns, configuration } = surroundings;
  io.stdout.write(`${logo({ columns, colours, unicode })}\n`);
  using prompts = await openTerminalPrompts(call);
  prompts.intro('Enter goes on, Escape goes back, Ctrl-C leaves. Nothing is written before the end.');
  // A project that has its name keeps it: agents may be working in it.
  const steps =
    configuration.namespaceSource === 'file' ? STEPS.filter((step) => step !== projectStep) : STEPS;
  const choices = await runSteps(steps, { prompts, choices: given, surroundings });
  signal.throwIfAborted();
  if (choices === undefined) return left();
  prompts.outro('Now it is done:');
  const applied = await applyChoices(call, choices, setUpByCommand(call));
  return { data: applied, text: appliedText(applied, choices) };
}

function left(): CommandResult {
  return {
    data: { left: true },
    text: 'Nothing was written. Start it again with agentcoord init --wizard, or see agentcoord init --help for the same as flags.',
    exitCode: EXIT.interrupted,
  };
}

function noTerminal(): AgentCoordError {
  return new AgentCoordError(
    'invalid_argument',
    'The wizard asks questions, and here is no terminal to ask in. Each of its steps is a flag: agentcoord init --help.',
    { data: { field: '--wizard' } },
  );
}
