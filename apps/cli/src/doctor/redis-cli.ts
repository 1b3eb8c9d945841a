/** The command line that runs a command at the server of this address: `redis-cli -h host -p 6379 CONFIG SET …`. */
export function redisCli(address: string, command: string): string {
  if (address.startsWith('unix://')) return `redis-cli -s ${address.slice('unix://'.length)} ${command}`;
  const [, scheme = '', host = '', port = '6379'] =
    /^(\w+)(?:\+\w+)?:\/\/(\[[^\]]+\]|[^:/,]+)(?::(\d+))?/.exec(address) ?? [];
  const tls = scheme === 'rediss' ? ' --tls' : '';
  return `redis-cli -h ${host.replace(/^\[|\]$/g, '')} -p ${port}${tls} ${command}`;
}
