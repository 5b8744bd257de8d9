import { deployedFunctions } from "#schema/functions.ts";
import { type MetricName, metrics, spendCurrencies } from "#schema/metrics.ts";
import { type Graph, ofType } from "../synth/graph.ts";
import { type Promised, unless } from "./promise.ts";

interface Alarm {
  name: string;
  namespace: string;
  metricName: string;
  statistic?: string;
  extendedStatistic?: string;
  dimensions?: Record<string, string>;
  alarmActions?: string[];
  treatMissingData?: string;
  period: number;
  evaluationPeriods: number;
}

const alarmsOf = (graph: Graph): Alarm[] =>
  ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs }) => inputs as unknown as Alarm);

const own: MetricName[] = ["DeadLettersOpen", "QueueLagMs", "OutboxLagMs"];

export const watchPromises: Promised[] = [
  {
    says: "dead letters, lags and the cost of models wake somebody, and so does a dispatcher that is silent",
    broken: (graph, stage) => {
      const alarms = alarmsOf(graph);
      const ofOwn = (name: MetricName) =>
        alarms.filter((alarm) => alarm.metricName === name && alarm.namespace === "Leadmetrics");
      return [
        ...own.flatMap((name) => {
          const [alarm] = ofOwn(name);
          return [
            ...unless(alarm?.dimensions?.["Stage"] === stage, `nobody is told of ${name}`),
            ...unless(alarm?.statistic === metrics[name].statistic, `${name} is asked for as ${alarm?.statistic}`),
          ];
        }),
        ...["QueueLagMs", "OutboxLagMs"].flatMap((name) =>
          unless(
            ofOwn(name as MetricName)[0]?.treatMissingData === "breaching",
            `a dispatcher that tells no ${name} wakes nobody`,
          ),
        ),
        ...spendCurrencies.flatMap((currency) =>
          unless(
            ofOwn("AgentSpendHourMinor").some(({ dimensions }) => dimensions?.["Currency"] === currency),
            `nobody is told of spend in ${currency}`,
          ),
        ),
      ];
    },
  },
  {
    says: "every function that fails wakes somebody; every surface also by 5xx, by being refused and, unless it streams, by being slow",
    broken: (graph, stage) => {
      const alarms = alarmsOf(graph);
      const watched = (name: string, metric: string): Alarm | undefined =>
        alarms.find(
          (alarm) =>
            alarm.metricName === metric && alarm.dimensions?.["FunctionName"] === `leadmetrics-${stage}-${name}`,
        );
      return deployedFunctions().flatMap((fn) => {
        const wanted = fn.trigger === "http" ? ["Errors", "Url5xxCount", "Throttles"] : ["Errors"];
        const slow = fn.trigger === "http" && !fn.streaming;
        return [
          ...unless(watched(fn.name, "Errors")?.evaluationPeriods === 1, `one failure of ${fn.name} wakes nobody`),
          ...wanted.flatMap((metric) =>
            unless(watched(fn.name, metric) !== undefined, `nobody is told of ${metric} of ${fn.name}`),
          ),
          ...unless(
            !slow || watched(fn.name, "Duration")?.extendedStatistic === "p95",
            `nobody is told that ${fn.name} is slow`,
          ),
        ];
      });
    },
  },
  {
    says: "every alarm reaches a person",
    broken: (graph) => {
      const [subscription] = ofType(graph, "aws:sns/topicSubscription:TopicSubscription");
      return [
        ...alarmsOf(graph).flatMap(({ name, alarmActions = [] }) =>
          unless(
            alarmActions.some((arn) => arn.includes("sns")),
            `${name} tells nobody`,
          ),
        ),
        ...unless(
          subscription?.inputs["protocol"] === "email" && String(subscription.inputs["endpoint"]).includes("@"),
          "nobody reads the alarms",
        ),
      ];
    },
  },
  {
    says: "one page shows how work flows, how fast and at what cost",
    broken: (graph) => {
      const [dashboard] = ofType(graph, "aws:cloudwatch/dashboard:Dashboard");
      const text = String(dashboard?.inputs["dashboardBody"]);
      const { widgets } = JSON.parse(text) as { widgets: { properties: { metrics: unknown[] } }[] };
      return [
        ...["QueueLagMs", "DeadLettersOpen", "AgentSpendHourMinor", "Url5xxCount", '"p95"'].flatMap((name) =>
          unless(text.includes(name), `the page does not show ${name}`),
        ),
        ...widgets.flatMap(({ properties }, index) => unless(properties.metrics.length > 0, `chart ${index} is empty`)),
      ];
    },
  },
  {
    says: "the month's bill is announced before it is reached",
    broken: (graph, stage) => {
      const [budget] = ofType(graph, "aws:budgets/budget:Budget");
      const text = JSON.stringify(budget?.inputs ?? {});
      return [
        ...unless(text.includes("FORECASTED") && text.includes("subscriberEmailAddresses"), "nobody is told"),
        ...unless(text.includes(`user:sst:stage$${stage}`), "it counts other stages too"),
      ];
    },
  },
  {
    says: "logs are kept as long as the stage says, and no longer",
    broken: (graph, stage) => {
      const days = stage === "production" ? 365 : stage === "staging" ? 30 : 7;
      return ofType(graph, "aws:cloudwatch/logGroup:LogGroup")
        .filter(({ name }) => !name.startsWith("Portal") && !name.startsWith("Docs"))
        .flatMap(({ name, inputs }) =>
          unless(inputs["retentionInDays"] === days, `${name} is kept ${String(inputs["retentionInDays"])} days`),
        );
    },
  },
];
