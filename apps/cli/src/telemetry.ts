/**
 * Spans go to an OpenTelemetry SDK that was loaded before this program (`NODE_OPTIONS=--import …`). Where there is none, which
 * is nearly always, this is one look at a symbol.
 */
export async function startTelemetry(): Promise<void> {
  if (!(Symbol.for('opentelemetry.js.api.1') in globalThis)) return;
  const { enableOpenTelemetry } = await import('@agentcoord/orchestrator');
  await enableOpenTelemetry();
}
