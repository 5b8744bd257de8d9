import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "#localstack/paths.ts";
import { deployedFunctions } from "#schema/functions.ts";
import { schedules } from "#schema/schedules.ts";
import { type Graph, ofType, type Resource } from "../synth/graph.ts";
import { differences, type Promised, unless } from "./promise.ts";

const functions = deployedFunctions();
const prefix = (stage: string): string => `leadmetrics-${stage}-`;

/** The Lambda functions of the catalogues by the name of the catalogue. */
export function lambdas(graph: Graph, stage: string): Map<string, Resource> {
  const named = ofType(graph, "aws:lambda/function:Function").flatMap((resource): [string, Resource][] => {
    const name = String(resource.inputs["name"]);
    return name.startsWith(prefix(stage)) && /^[a-z_0-9-]+$/.test(name)
      ? [[name.slice(prefix(stage).length), resource]]
      : [];
  });
  return new Map(named);
}

const urlOf = (graph: Graph, fn: Resource) =>
  ofType(graph, "aws:lambda/functionUrl:FunctionUrl").find((url) => url.inputs["functionName"] === fn.inputs["name"]);

export const functionPromises: Promised[] = [
  {
    says: "there is a function for each surface, queue and schedule, under its name, and no other of ours",
    broken: (graph, stage) =>
      differences(
        "function",
        lambdas(graph, stage).keys(),
        functions.map(({ name }) => name),
      ),
  },
  {
    says: "each function has the memory and the time of its catalogue, on Node 24 and ARM",
    broken: (graph, stage) =>
      functions.flatMap(({ name, memoryMb, timeoutMs }) => {
        const inputs = lambdas(graph, stage).get(name)?.inputs ?? {};
        return [
          ...unless(inputs["memorySize"] === memoryMb, `${name} has ${inputs["memorySize"]} MB, not ${memoryMb}`),
          ...unless(
            inputs["timeout"] === timeoutMs / 1_000,
            `${name} has ${inputs["timeout"]} s, not ${timeoutMs / 1_000}`,
          ),
          ...unless(inputs["runtime"] === "nodejs24.x", `${name} runs on ${inputs["runtime"]}`),
          ...unless(String(inputs["architectures"]) === "arm64", `${name} runs on ${inputs["architectures"]}`),
        ];
      }),
  },
  {
    says: "what is deployed is the bundle that is measured and that the local cloud runs",
    broken: (graph) =>
      functions.flatMap(({ name, path }) => {
        const file = `${path.slice(0, path.lastIndexOf("."))}.ts`;
        const build = graph.builds.find((each) => each.bundle === join(root, "dist/functions", name));
        return [
          ...unless(existsSync(join(root, file)), `${file} is not there`),
          ...unless(build?.handler === "index.handler", `${name} is not built from dist/functions/${name}`),
        ];
      }),
  },
  {
    says: "only surfaces have an address; it streams where the catalogue says",
    broken: (graph, stage) =>
      functions.flatMap((fn) => {
        const resource = lambdas(graph, stage).get(fn.name);
        const mode = resource && urlOf(graph, resource)?.inputs["invokeMode"];
        if (fn.trigger !== "http") return unless(mode === undefined, `${fn.name} has an address`);
        const wanted = fn.streaming ? "RESPONSE_STREAM" : "BUFFERED";
        return unless(mode === wanted, `${fn.name} answers ${mode}, not ${wanted}`);
      }),
  },
  {
    says: "no function can be called around the router: every address wants a signature, and only the router's distribution may sign",
    broken: (graph) => [
      ...ofType(graph, "aws:lambda/functionUrl:FunctionUrl")
        .filter(({ inputs }) => inputs["authorizationType"] !== "AWS_IAM")
        .map(({ name }) => `${name} answers anybody`),
      ...ofType(graph, "aws:lambda/permission:Permission")
        .filter(({ inputs }) => inputs["principal"] !== "cloudfront.amazonaws.com" || !inputs["sourceArn"])
        .map(({ name }) => `${name} lets ${String(name)} in from elsewhere`),
      ...functions
        .filter(({ trigger }) => trigger === "http")
        .flatMap(({ name }) =>
          ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"].flatMap((action) =>
            unless(
              ofType(graph, "aws:lambda/permission:Permission").some(
                ({ inputs }) => inputs["action"] === action && String(inputs["function"]).endsWith(`-${name}`),
              ),
              `the router may not ${action} ${name}`,
            ),
          ),
        ),
    ],
  },
  {
    says: "workers and clocks have slots of their own, as many as the catalogue says, and Lambda retries nothing",
    broken: (graph, stage) =>
      functions.flatMap((fn) => {
        if (fn.trigger === "http") return [];
        const resource = lambdas(graph, stage).get(fn.name);
        const slots = resource?.inputs["reservedConcurrentExecutions"];
        const retries = ofType(graph, "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig").find(
          ({ inputs }) => inputs["functionName"] === resource?.inputs["name"],
        )?.inputs["maximumRetryAttempts"];
        return [
          ...unless(slots === fn.concurrency, `${fn.name} has ${slots} slots, not ${fn.concurrency}`),
          ...unless(retries === 0, `Lambda retries ${fn.name}`),
        ];
      }),
  },
  {
    says: "each schedule wakes its function, in its time zone, once",
    broken: (graph, stage) =>
      functions.flatMap((fn) => {
        if (fn.trigger !== "clock") return [];
        const arn = `function:${prefix(stage)}${fn.name}`;
        const found = ofType(graph, "aws:scheduler/schedule:Schedule").find(({ inputs }) =>
          String((inputs["target"] as { arn?: string }).arn).endsWith(arn),
        );
        if (!found) return [`nothing wakes ${fn.name}`];
        const { scheduleExpression, scheduleExpressionTimezone, state, target } = found.inputs;
        const { retryPolicy, input } = target as { retryPolicy?: { maximumRetryAttempts?: number }; input?: string };
        return [
          ...unless(
            /^cron\(\S+ \S+ \S+ \S+ \S+ \S+\)$/.test(String(scheduleExpression)),
            `${fn.name}: ${scheduleExpression}`,
          ),
          ...unless(
            scheduleExpressionTimezone === schedules[fn.schedule].timezone,
            `${fn.name} has no time zone of its own`,
          ),
          ...unless(state === "ENABLED", `${fn.name} sleeps`),
          ...unless(retryPolicy?.maximumRetryAttempts === 0, `${fn.name} is woken again when it fails`),
          ...unless(
            String(input).includes(`"schedule":"${fn.schedule}"`),
            `${fn.name} is not told which schedule it is`,
          ),
        ];
      }),
  },
  {
    says: "new code serves only after the release step: every function and service waits for it, and it runs for every new image",
    broken: (graph, stage) => {
      const ran = ofType(graph, "command:local:Command").find(({ name }) => name === "ReleaseRun");
      const served = [...lambdas(graph, stage).values(), ...ofType(graph, "aws:ecs/service:Service")].filter(
        ({ name }) => !["Mongo", "Typesense", "Qdrant"].some((store) => name === `${store}Service`),
      );
      return [
        ...unless(String(ran?.inputs["create"]).includes("stacks/run-task.ts"), "the release step is not run"),
        ...["PostgresProxyTarget", "RedisCluster"].flatMap((store) =>
          unless(Boolean(ran?.waitsFor.includes(store)), `the release step does not wait for ${store}`),
        ),
        ...unless(
          JSON.stringify(ran?.inputs["triggers"] ?? "").includes("ReleaseTask"),
          "a new release is not a reason to run",
        ),
        ...served.filter(({ waitsFor }) => !waitsFor.includes("ReleaseRun")).map(({ name }) => `${name} does not wait`),
      ];
    },
  },
];
