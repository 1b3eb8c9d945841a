export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** One piece of work that is being measured. */
export interface Span {
  set(attributes: SpanAttributes): void;
}

/** Where spans go. */
export interface Tracer {
  /** Runs the work inside a span that ends with it, whatever it does, and is the parent of spans within. */
  run<T>(name: SpanName, attributes: SpanAttributes, work: (span: Span) => Promise<T>): Promise<T>;
}

/** What is measured: a claim, a task with its handler, an ask for a lock with its waiting, a call of a model, a start of a worker. */
export type SpanName = 'claim' | 'task' | 'lock' | 'model_call' | 'spawn';

const SILENT: Span = { set: () => undefined };

let tracer: Tracer | undefined;

/** For this process; `undefined` ends it. */
export function setTracer(next: Tracer | undefined): void {
  tracer = next;
}

/** Without a tracer this is a call of `work` and nothing else. */
export function inSpan<T>(
  name: SpanName,
  attributes: () => SpanAttributes,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  return tracer === undefined ? work(SILENT) : tracer.run(name, attributes(), work);
}
