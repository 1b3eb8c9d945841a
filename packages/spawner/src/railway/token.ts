import { AgentCoordError } from '@agentcoord/core';

/** Of an account or workspace, or of one project. Never both at once: the service then trusts neither. */
export type RailwayToken = { kind: 'account' | 'project'; value: string };

/** @throws `misconfigured` without one, or with both. */
export function tokenOf(environment: Readonly<Record<string, string | undefined>>): RailwayToken {
  const { RAILWAY_API_TOKEN: account, RAILWAY_TOKEN: project } = environment;
  if (account && project) {
    throw problem(
      'RAILWAY_API_TOKEN and RAILWAY_TOKEN are both set, and only one of them may be sent. Unset the one that is not meant.',
    );
  }
  if (account) return { kind: 'account', value: account };
  if (project) return { kind: 'project', value: project };
  throw problem(
    'Workers on Railway need a token. Set RAILWAY_TOKEN (of a project: Project Settings, Tokens) or RAILWAY_API_TOKEN (of an account or a workspace: Account Settings, Tokens).',
  );
}

export function tokenHeader({ kind, value }: RailwayToken): Record<string, string> {
  return kind === 'account' ? { authorization: `Bearer ${value}` } : { 'project-access-token': value };
}

function problem(message: string): AgentCoordError {
  return new AgentCoordError('misconfigured', message, { data: { variable: 'RAILWAY_TOKEN' } });
}
