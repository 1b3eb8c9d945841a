import { AgentCoordError } from '@agentcoord/core';

interface CommanderErrorLike {
  code: string;
  message: string;
}

export function isCommanderError(error: unknown): error is CommanderErrorLike {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('commander.')
  );
}

/** `--help` and `--version` end by an error as well; they did what was asked. */
export function isHelpOrVersion(error: CommanderErrorLike): boolean {
  return ['commander.helpDisplayed', 'commander.version'].includes(error.code);
}

export function usageError(error: CommanderErrorLike, commandName: string): AgentCoordError {
  const help = ['agentcoord', commandName, '--help'].filter((word) => word !== '').join(' ');
  const what =
    error.code === 'commander.help'
      ? 'Which command? None was given.'
      : sentence(error.message.replace(/^error: /, ''));
  return new AgentCoordError('invalid_argument', `${what}\nRun '${help}' for what it takes.`, {
    data: { usage: error.code.replace('commander.', '') },
  });
}

function sentence(text: string): string {
  const [first = '', ...rest] = text.split('\n');
  const whole = /[.?!)]$/.test(first) ? first : `${first}.`;
  return [whole.charAt(0).toUpperCase() + whole.slice(1), ...rest].join('\n');
}
