import { type MetricDimension, type MetricName, metrics } from "#schema/metrics.ts";
import { config } from "./config.ts";

export type MetricValues = Partial<Record<MetricName, number>>;
/** What tells apart values of one metric, besides the stage. */
export type MetricLabels = Partial<Record<Exclude<MetricDimension, "Stage">, string>>;

/**
 * A line of CloudWatch's embedded metric format: what a container or function prints, CloudWatch Logs turns into metrics.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 * @throws when the labels are not those a metric is found under
 */
export function metricLine(values: MetricValues, labels: MetricLabels = {}): string {
  const names = Object.keys(values) as MetricName[];
  const members = { Stage: config("STAGE"), ...labels };
  const dimensions = Object.keys(members).sort();
  const astray = names.find((name) => metrics[name].dimensions.toSorted().join() !== dimensions.join());
  if (astray)
    throw new Error(`${astray} is found under ${metrics[astray].dimensions.join()}, not ${dimensions.join()}.`);
  const directive = {
    Namespace: config("METRICS_NAMESPACE"),
    Dimensions: [dimensions],
    Metrics: names.map((name) => ({ Name: name, Unit: metrics[name].unit })),
  };
  return JSON.stringify({ _aws: { Timestamp: Date.now(), CloudWatchMetrics: [directive] }, ...members, ...values });
}

/** True where somebody wants metrics. */
export function wanted(): boolean {
  return config("METRICS_NAMESPACE") !== undefined;
}

/** Prints a line of metrics, if somebody wants them. */
export function tell(values: MetricValues, labels?: MetricLabels): void {
  if (wanted()) process.stdout.write(`${metricLine(values, labels)}\n`);
}
