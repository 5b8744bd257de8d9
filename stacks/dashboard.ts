import { type MetricName, metrics, metricsNamespace, spendCurrencies } from "../schema/metrics.ts";
import { queueNames } from "../schema/queues.ts";
import { api } from "./api.ts";
import { settings } from "./current.ts";
import { workers } from "./workers.ts";

type Line = readonly (string | { stat: string; label?: string })[];

const own = (name: MetricName, ...more: string[]): Line => {
  return [metricsNamespace, name, "Stage", $app.stage, ...more, { stat: metrics[name].statistic }];
};
const ofFunctions = (names: readonly string[], metricName: string, stat: string): Line[] =>
  names.map((name) => ["AWS/Lambda", metricName, "FunctionName", name, { stat }]);

function widget(title: string, lines: readonly Line[], index: number) {
  const properties = { title, view: "timeSeries", region: settings.region, period: 60, metrics: lines };
  return { type: "metric", width: 12, height: 6, x: (index % 2) * 12, y: Math.floor(index / 2) * 6, properties };
}

/** One page that answers whether work flows, how fast the API is, what fails and what it costs. */
new aws.cloudwatch.Dashboard("Dashboard", {
  dashboardName: `${$app.name}-${$app.stage}`,
  dashboardBody: $util
    .all([$util.all(api.map((each) => each.function.name)), $util.all(workers.map((each) => each.function.name))])
    .apply(([surfaces, queues]) => {
      const charts: [string, readonly Line[]][] = [
        ["Longest wait and age of the outbox", [own("QueueLagMs"), own("OutboxLagMs")]],
        ["Jobs that wait", queueNames.map((queue) => own("Waiting", "Queue", queue))],
        ["Dead letters", [own("DeadLettersOpen")]],
        ["Model cost of the last hour", spendCurrencies.map((code) => own("AgentSpendHourMinor", "Currency", code))],
        ["API: p95", ofFunctions(surfaces, "Duration", "p95")],
        ["API: 5xx", ofFunctions(surfaces, "Url5xxCount", "Sum")],
        ["API: at once", ofFunctions(surfaces, "ConcurrentExecutions", "Maximum")],
        ["Workers: errors", ofFunctions(queues, "Errors", "Sum")],
        ["Workers: throttled", ofFunctions(queues, "Throttles", "Sum")],
        ["Open sockets of a gateway", [own("Connections")]],
      ];
      return JSON.stringify({ widgets: charts.map(([title, lines], index) => widget(title, lines, index)) });
    }),
});
