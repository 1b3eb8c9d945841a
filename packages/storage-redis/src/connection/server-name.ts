/**
 * What the server is known as: `<run id>/<adoptions>/<birth>`, and where a gate was set `/<admits>` behind it, with `-`
 * where it admits nobody. Each call carries the name it believes in, so a change of server or gate is met in the very
 * step that would run it, for the price of comparing two texts.
 */
export interface ServerName {
  runId: string;
  epoch: number;
  birth: string;
  /** Left out: no gate was ever set here. */
  admits?: number | null;
}

const NOBODY = '-';

export function parseServerName(name: string): ServerName {
  const [runId = '', epoch = '0', birth = '', admits] = name.split('/');
  return {
    runId,
    epoch: Number(epoch),
    birth,
    ...(admits === undefined ? {} : { admits: admits === NOBODY ? null : Number(admits) }),
  };
}

/** How the name begins, whatever the gate says. */
export function beginningOf({ runId, epoch, birth }: ServerName): string {
  return `${runId}/${epoch}/${birth}/`;
}
