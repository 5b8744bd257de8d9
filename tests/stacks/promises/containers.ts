import { type Graph, ofType } from "../synth/graph.ts";

/** A container as its task describes it. */
export interface Container {
  name: string;
  /** Entry of the code of ours in it. */
  path: string | undefined;
  environment: Record<string, string>;
  /** ARNs of parameters by the variable they become. */
  secrets: Record<string, string>;
  stopTimeout?: number;
  pseudoTerminal?: boolean;
  healthCheck?: { command: string[] };
}

const ours: Record<string, string> = {
  Dispatcher: "functions/dispatcher/index.handler",
  Gateway: "functions/live/gateway.handler",
  Release: "functions/release/index.handler",
};

type Pairs = { name: string; value?: string; valueFrom?: string }[];

/** All containers of all tasks. */
export function containersOf(graph: Graph): Container[] {
  return ofType(graph, "aws:ecs/taskDefinition:TaskDefinition").flatMap(({ inputs }) => {
    const definitions = JSON.parse(String(inputs["containerDefinitions"])) as (Omit<
      Container,
      "environment" | "secrets" | "path"
    > & {
      environment?: Pairs;
      secrets?: Pairs;
    })[];
    return definitions.map(({ environment = [], secrets = [], ...rest }) => ({
      ...rest,
      path: ours[rest.name],
      environment: Object.fromEntries(environment.map(({ name, value = "" }) => [name, value])),
      secrets: Object.fromEntries(secrets.map(({ name, valueFrom = "" }) => [name, valueFrom])),
    }));
  });
}
