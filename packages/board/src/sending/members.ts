/** Somebody who could get a message. The agents of a registry have this shape. */
export interface BoardMember {
  name: string;
  role?: string;
  /** `dead` and `left` get nothing; everybody else does. */
  state?: string;
}

/** Everybody known now. Called once for each message that has recipients or mentions. */
export type ResolveMembers = () => Promise<readonly BoardMember[]>;

/** The person at the command line; always there. */
export const OPERATOR = 'operator';

/** Why a member gets nothing, if so. */
export function whyGone({ name, state }: BoardMember): string | undefined {
  if (state === 'dead') return `${name} is dead`;
  if (state === 'left') return `${name} has left`;
  return undefined;
}
