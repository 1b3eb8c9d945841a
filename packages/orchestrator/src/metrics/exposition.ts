import type { HistogramSample, Labels, Metric } from './metric.js';

/** What a scraper is told the answer is. */
export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** The text format of Prometheus, version 0.0.4: label values of any origin are escaped, names are ours. */
export function toPrometheusText(metrics: readonly Metric[]): string {
  return metrics.map(family).join('');
}

function family(metric: Metric): string {
  const { name, help, type } = metric;
  const head = [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${type}`];
  const lines =
    metric.type === 'histogram'
      ? metric.histograms.flatMap((histogram) => histogramLines(name, histogram))
      : metric.samples.map(({ labels, value }) => line(name, labels, value));
  return `${[...head, ...lines].join('\n')}\n`;
}

function histogramLines(name: string, { labels, buckets, sum, count }: HistogramSample): string[] {
  return [
    ...buckets.map(({ le, count: below }) => line(`${name}_bucket`, { ...labels, le: String(le) }, below)),
    line(`${name}_bucket`, { ...labels, le: '+Inf' }, count),
    line(`${name}_sum`, labels, sum),
    line(`${name}_count`, labels, count),
  ];
}

function line(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escapeLabel(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${number(value)}`;
}

function number(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}

/** The format asks for these three; half a character would be no UTF-8. */
function escapeLabel(text: string): string {
  return text.toWellFormed().replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
