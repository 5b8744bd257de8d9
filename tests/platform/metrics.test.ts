import { Ajv } from "ajv";
import { beforeAll, expect, test } from "vitest";
import { metricLine } from "#platform/metrics.ts";
import { type MetricName, metrics, metricsNamespace } from "#schema/metrics.ts";

const text = (maxLength: number) => ({ type: "string", minLength: 1, maxLength, pattern: "^[\\x21-\\x7e]+$" });
const list = (items: object, minItems: number, maxItems: number) => ({ type: "array", minItems, maxItems, items });
const record = (properties: Record<string, object>) => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

/** What CloudWatch takes as a line of metrics. */
const lineOfMetrics = {
  type: "object",
  required: ["_aws"],
  properties: {
    _aws: record({
      Timestamp: { type: "integer", minimum: Date.UTC(2024, 0) },
      CloudWatchMetrics: list(
        record({
          Namespace: text(255),
          Dimensions: list(list(text(250), 1, 30), 1, 30),
          Metrics: list(record({ Name: text(1_024), Unit: { enum: ["Milliseconds", "Count", "None"] } }), 1, 100),
        }),
        1,
        1,
      ),
    }),
  },
  additionalProperties: { anyOf: [{ type: "number" }, text(1_024)] },
};
const isValid = new Ajv().compile(lineOfMetrics);
const names = Object.keys(metrics) as MetricName[];
const labelled = { Stage: {}, Queue: { Queue: "search__sync" }, Currency: { Currency: "USD" } };
const labelsOf = (name: MetricName) => labelled[metrics[name].dimensions.at(-1) ?? "Stage"];

interface Line {
  [member: string]: unknown;
  _aws: {
    Timestamp: number;
    CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[];
  };
}

beforeAll(() => {
  process.env["METRICS_NAMESPACE"] = metricsNamespace;
  process.env["STAGE"] = "production";
});

test.each(names)("%s is a line of the embedded metric format, whose members are all there", (name) => {
  const printed = metricLine({ [name]: 7 }, labelsOf(name));
  expect(printed).not.toContain("\n");
  const line = JSON.parse(printed) as Line;
  expect(isValid(line) ? [] : isValid.errors).toEqual([]);
  const [directive] = line._aws.CloudWatchMetrics;
  expect(directive?.Namespace).toBe("Leadmetrics");
  expect(directive?.Dimensions[0]?.toSorted()).toEqual(metrics[name].dimensions.toSorted());
  for (const dimension of directive?.Dimensions[0] ?? []) expect(line[dimension]).toEqual(expect.any(String));
  expect(line).toMatchObject({ Stage: "production", [name]: 7 });
  expect(Math.abs(Date.now() - line._aws.Timestamp)).toBeLessThan(5_000);
});

test("a value is never told under labels where nobody looks for it", () => {
  expect(() => metricLine({ Waiting: 1 })).toThrow("Waiting is found under Stage,Queue, not Stage.");
  expect(() => metricLine({ QueueLagMs: 1 }, { Queue: "rag__ingest" })).toThrow("QueueLagMs is found under Stage");
  expect(() => metricLine({ QueueLagMs: 1, Waiting: 1 })).toThrow("Waiting");
});
