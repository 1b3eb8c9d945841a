import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { wholeNumber } from '../input/parse.js';
import { serveMetrics } from '../metrics/serve-metrics.js';

interface MetricsFlags {
  serve?: string;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Figures for monitoring, as Prometheus reads them: tasks and their age, how long claims and locks were\n' +
        'waited for, agents by state, and what the models cost.',
    )
    .option('--serve <port>', 'answer GET /metrics on 127.0.0.1 until Ctrl-C (0: a free port)')
    .action(handle(showMetrics));
};

async function showMetrics(call: CommandCall<MetricsFlags>): Promise<CommandResult | undefined> {
  const port =
    call.options.serve === undefined ? undefined : wholeNumber(call.options.serve, '--serve', 0, 65_535);
  const [client, { MetricsCollector, toPrometheusText }] = await Promise.all([
    call.connect(),
    import('@agentcoord/orchestrator'),
  ]);
  const { storage, configuration } = client;
  const collector = new MetricsCollector({ storage, budgets: configuration.budgets });
  if (port !== undefined) {
    const collect = async (): Promise<string> => toPrometheusText(await collector.collect());
    await serveMetrics({ port, collect, signal: call.signal, onListening: (url) => listening(call, url) });
    return undefined;
  }
  const metrics = await collector.collect();
  return { data: { metrics }, text: () => toPrometheusText(metrics).trimEnd() };
}

function listening(call: CommandCall, url: string): void {
  call.emit({ data: { kind: 'listening', url }, text: `Metrics are at ${url}. Ctrl-C ends it.` });
}
