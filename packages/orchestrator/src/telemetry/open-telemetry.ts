import {
  AgentCoordError,
  describeThrown,
  redact,
  type SpanName,
  setTracer,
  type Tracer,
} from '@agentcoord/core';
import type * as Api from '@opentelemetry/api';
import type { MetricsCollector } from '../metrics/metrics-collector.js';

/** Where every copy of the API, of whatever 1.x version, finds what an SDK has registered. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1');
const ERROR_STATUS: Api.SpanStatusCode = 2;
const SCOPE = 'agentcoord';

export interface OpenTelemetryOptions {
  /** Its gauges and counters are observed whenever the SDK reads. Left out: only what this process itself does. */
  collector?: MetricsCollector;
}

/**
 * Sends spans (`agentcoord.claim`, `.task`, `.lock`, `.model_call`, `.spawn`) and their durations to the OpenTelemetry SDK of
 * this process. Call it once, after the SDK was started.
 * @returns false where no SDK is registered or `@opentelemetry/api` is not installed: then nothing was loaded and nothing is paid.
 */
export async function enableOpenTelemetry({ collector }: OpenTelemetryOptions = {}): Promise<boolean> {
  if (!(REGISTERED in globalThis)) return false;
  const api = await loadApi();
  if (api === undefined) return false;
  setTracer(tracerOf(api));
  if (collector) observe(api, collector);
  return true;
}

async function loadApi(): Promise<typeof Api | undefined> {
  try {
    return await import('@opentelemetry/api');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function tracerOf(api: typeof Api): Tracer {
  const tracer = api.trace.getTracer(SCOPE);
  const duration = api.metrics.getMeter(SCOPE).createHistogram('agentcoord.operation.duration', {
    unit: 's',
    description: 'How long claims, tasks, asks for locks, calls of models and starts of workers took.',
  });
  return {
    run: (name, attributes, work) =>
      tracer.startActiveSpan(`agentcoord.${name}`, { attributes: { ...attributes } }, async (span) => {
        const began = performance.now();
        let outcome = 'ok';
        try {
          return await work({ set: (more) => void span.setAttributes({ ...more }) });
        } catch (error) {
          outcome = AgentCoordError.is(error) ? error.code : 'error';
          // An error may quote what it failed on.
          span.setStatus({ code: ERROR_STATUS, message: redact(describeThrown(error)).slice(0, 500) });
          throw error;
        } finally {
          duration.record((performance.now() - began) / 1000, labelsOf(name, outcome));
          span.end();
        }
      }),
  };
}

/** Only what has few values: names of tasks and files belong to spans. */
function labelsOf(operation: SpanName, outcome: string): Api.Attributes {
  return { operation, outcome };
}

/** What `agentcoord metrics` shows, without the histograms: the API has no way to hand those over. */
function observe(api: typeof Api, collector: MetricsCollector): void {
  const meter = api.metrics.getMeter(SCOPE);
  const known = new Map<string, Api.Observable>();
  const nameOf = (name: string): string => name.replace(/^agentcoord_/, 'agentcoord.');
  void collector.collect().then((metrics) => {
    for (const { name, help: description, type } of metrics) {
      if (type === 'gauge') known.set(name, meter.createObservableGauge(nameOf(name), { description }));
      if (type === 'counter') known.set(name, meter.createObservableCounter(nameOf(name), { description }));
    }
    meter.addBatchObservableCallback(
      async (result) => {
        for (const metric of await collector.collect()) {
          const observable = known.get(metric.name);
          if (!observable || metric.type === 'histogram') continue;
          for (const { value, labels } of metric.samples) result.observe(observable, value, { ...labels });
        }
      },
      [...known.values()],
    );
  }, ignoreStoreTrouble);
}

/** A store that is away now has no figures; the spans go on. */
function ignoreStoreTrouble(): void {}
