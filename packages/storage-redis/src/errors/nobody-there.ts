/** What the machine says where there is no server: waiting does not change it. */
const NOBODY_THERE = ['ECONNREFUSED', 'ENOENT', 'ENOTFOUND', 'EACCES'];
/** Those of them by which nobody listens at all; a name may be unknown to this machine alone. */
const NOBODY_LISTENS = ['ECONNREFUSED', 'ENOENT'];

export function saysNobodyThere(error: unknown): boolean {
  return NOBODY_THERE.includes(codeOf(error));
}

/** Behind a mere silence somebody may be; here nobody is. */
export function saysNobodyListens(error: unknown): boolean {
  return NOBODY_LISTENS.includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | undefined)?.code ?? '';
}
