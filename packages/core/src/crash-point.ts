/**
 * Named places where a test may stop or kill this very process, to show that nothing breaks there:
 * `AGENTCOORD_CRASH_POINT=queue-claimed` (kill), `queue-claimed:3` (the third time),
 * `queue-claimed:1:stop` (SIGSTOP instead). Costs one comparison when the variable is not set.
 */
const wanted = parseWanted(process.env.AGENTCOORD_CRASH_POINT);
let seen = 0;

interface Wanted {
  name: string;
  nth: number;
  signal: 'SIGKILL' | 'SIGSTOP';
}

function parseWanted(text: string | undefined): Wanted | undefined {
  if (!text) return undefined;
  const [name = '', nth = '1', action = 'kill'] = text.split(':');
  return { name, nth: Number(nth), signal: action === 'stop' ? 'SIGSTOP' : 'SIGKILL' };
}

export function crashPoint(name: string): void {
  if (wanted === undefined || wanted.name !== name) return;
  seen += 1;
  if (seen === wanted.nth) process.kill(process.pid, wanted.signal);
}
