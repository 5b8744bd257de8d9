/** Namespace of the product's metrics; the stage is a dimension of each. */
export const metricsNamespace = "Leadmetrics";

export type MetricDimension = "Stage" | "Queue" | "Currency";

/** One metric as it is written and as alarms find it. */
export interface Metric {
  unit: "Milliseconds" | "Count" | "None";
  /** Dimensions it is found under, exactly these. */
  dimensions: readonly ["Stage", ...MetricDimension[]];
  /** The service that writes it, once a minute and task. */
  from: "dispatcher" | "gateway";
  /**
   * What to ask CloudWatch for. Every dispatcher task measures the same stores, so the maximum is the state of the whole. The
   * gateways each count their own: the average is the load of one, the sum over a minute is everybody.
   */
  statistic: "Maximum" | "Average";
  what: string;
}

const total = { dimensions: ["Stage"], from: "dispatcher", statistic: "Maximum" } as const;
const byQueue = { ...total, dimensions: ["Stage", "Queue"] } as const;
const byCurrency = { ...total, dimensions: ["Stage", "Currency"] } as const;

/** What the long-lived services tell about the whole system. Dashboards, alarms and autoscaling take the names from here. */
export const metrics = {
  QueueLagMs: { ...total, unit: "Milliseconds", what: "longest wait in any queue" },
  OutboxLagMs: { ...total, unit: "Milliseconds", what: "age of the oldest change that was not carried on yet" },
  DeadLettersOpen: { ...total, unit: "Count", what: "jobs given up that nobody has looked after" },
  Waiting: { ...byQueue, unit: "Count", what: "jobs that could start and have no slot" },
  OldestWaitMs: { ...byQueue, unit: "Milliseconds", what: "how long the oldest of them has waited" },
  Active: { ...byQueue, unit: "Count", what: "jobs at work" },
  Failed: { ...byQueue, unit: "Count", what: "jobs that ended in failure and are kept" },
  DeadLetters: { ...byQueue, unit: "Count", what: "open dead letters of the queue; `outbox` is a queue here too" },
  AgentSpendHourMinor: { ...byCurrency, unit: "None", what: "model cost of the last sixty minutes, all tenants" },
  AgentSpendTodayMinor: { ...byCurrency, unit: "None", what: "model cost since midnight UTC, all tenants" },
  Connections: { unit: "Count", dimensions: ["Stage"], from: "gateway", statistic: "Average", what: "open sockets" },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;

/** Currencies in which providers of models are paid: those of the price list. */
export const spendCurrencies = ["USD"] as const;
