import { type Metric, type MetricName, metrics, metricsNamespace, spendCurrencies } from "../schema/metrics.ts";
import { api } from "./api.ts";
import { clocks } from "./clocks.ts";
import { settings } from "./current.ts";
import { workers } from "./workers.ts";

/** Who is told. */
export const alarms = new aws.sns.Topic("Alarms");
new aws.sns.TopicSubscription("AlarmsByMail", {
  topic: alarms.arn,
  protocol: "email",
  endpoint: settings.alarmEmail,
});

interface Watch {
  says: string;
  threshold: number;
  /** A level must have been above for all of these minutes, a count in all of them together. */
  minutes: number;
  /** Whether silence is as bad: the service that measures does not run. */
  silenceIsBad?: true;
  metric: Pick<
    aws.cloudwatch.MetricAlarmArgs,
    "namespace" | "metricName" | "dimensions" | "statistic" | "extendedStatistic"
  >;
}

function watch(name: string, { says, threshold, minutes, silenceIsBad, metric }: Watch): void {
  new aws.cloudwatch.MetricAlarm(name, {
    name: `${$app.name}-${$app.stage}-${name}`,
    alarmDescription: says,
    comparisonOperator: "GreaterThanThreshold",
    threshold,
    ...(metric.statistic === "Sum"
      ? { period: minutes * 60, evaluationPeriods: 1 }
      : { period: 60, evaluationPeriods: minutes }),
    treatMissingData: silenceIsBad ? "breaching" : "notBreaching",
    ...metric,
    alarmActions: [alarms.arn],
    okActions: [alarms.arn],
  });
}

const own = (name: MetricName, { statistic }: Metric = metrics[name], more: Record<string, string> = {}) => {
  return { namespace: metricsNamespace, metricName: name, statistic, dimensions: { Stage: $app.stage, ...more } };
};
const ofFunction = (fn: sst.aws.Function, metricName: string) => {
  const dimensions = { FunctionName: fn.name };
  const counted = metricName === "Duration" ? {} : { statistic: "Sum" };
  return { namespace: "AWS/Lambda", metricName, dimensions, ...counted };
};

watch("dead-letters", {
  says: "Jobs were given up. docs/deploy/operate.md says how to see why, and to drive them again.",
  threshold: 0,
  minutes: 1,
  metric: own("DeadLettersOpen"),
});
watch("dispatcher-lag", {
  says: "Jobs wait for more than a minute, or no dispatcher measures.",
  threshold: 60_000,
  minutes: 3,
  silenceIsBad: true,
  metric: own("QueueLagMs"),
});
watch("outbox-lag", {
  says: "Changes are not carried on to queues, live events, search or the audit log, or no dispatcher measures.",
  threshold: 60_000,
  minutes: 3,
  silenceIsBad: true,
  metric: own("OutboxLagMs"),
});
for (const currency of spendCurrencies)
  watch(`spend-${currency.toLowerCase()}`, {
    says: "Models cost more in an hour than a hundredth of the month's budget.",
    threshold: settings.budgetUsd,
    minutes: 1,
    metric: own("AgentSpendHourMinor", metrics.AgentSpendHourMinor, { Currency: currency }),
  });
for (const { name, streaming, function: fn } of api) {
  watch(`${name}-5xx`, {
    says: "The surface answers with 5xx.",
    threshold: 5,
    minutes: 5,
    metric: ofFunction(fn, "Url5xxCount"),
  });
  watch(`${name}-throttles`, {
    says: "The account's concurrency is used up: ask AWS for more, or look what grew.",
    threshold: 0,
    minutes: 3,
    metric: ofFunction(fn, "Throttles"),
  });
  // A stream lasts as long as somebody listens.
  if (!streaming)
    watch(`${name}-p95`, {
      says: "One request in twenty takes more than two seconds.",
      threshold: 2_000,
      minutes: 10,
      metric: { ...ofFunction(fn, "Duration"), extendedStatistic: "p95" },
    });
}
// The slots of a worker are few on purpose: being refused one is how a queue waits, and no reason to wake anybody.
for (const { name, function: fn } of [...api, ...workers, ...clocks])
  watch(`${name}-errors`, {
    says: "The function throws or runs out of time.",
    threshold: 0,
    minutes: 5,
    metric: ofFunction(fn, "Errors"),
  });
