import { AgentCoordError, printable } from '@agentcoord/core';

export function cancelledTeam(name: string, cancelled: { by: string; reason: string }): AgentCoordError {
  const { by, reason } = cancelled;
  return new AgentCoordError(
    'cancelled',
    `The team of ${shown(name)} was cancelled by ${shown(by)}: ${shown(reason)}. Reopen it, or give the work to another team.`,
    { data: { team: name, by, reason } },
  );
}

function shown(text: string): string {
  return printable(text, { singleLine: true });
}
