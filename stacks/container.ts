import { readFileSync } from "node:fs";
import { type ServiceName, services } from "../schema/services.ts";
import { policy } from "./current.ts";
import { givenToContainer } from "./needs.ts";
import { cluster } from "./network.ts";
import { readsOnly } from "./parameters.ts";

/** What the containers of the product share: the image of their folder's Dockerfile, and exactly what their code reads. */
export function container(name: string, service: ServiceName) {
  const file = `functions/${service}/Dockerfile`;
  const { environment, sealed } = givenToContainer(name, services[service].entry.replace(/ts$/, "handler"));
  return {
    cluster,
    architecture: "arm64",
    image: { context: ".", dockerfile: file },
    environment: { ...environment, PARAMETER_VERSIONS: sealed.versions },
    ssm: sealed.arns,
    logging: { retention: policy.logsKept },
    health: healthOf(file),
    transform: { executionRole: readsOnly(sealed) },
  } as const;
}

// Fargate does not look at the health check of an image: it is asked with the same words.
function healthOf(file: string): sst.aws.ServiceArgs["health"] {
  const words = /^HEALTHCHECK[^[]*CMD (\[.*\])$/m.exec(readFileSync(file, "utf8").replaceAll("\\\n", ""))?.[1];
  if (!words) return undefined;
  return { command: ["CMD", ...(JSON.parse(words) as string[])], startPeriod: "30 seconds", interval: "15 seconds" };
}

/** A service may take its time to stop, as long as Fargate bears; and its log is lines, not the screen of a terminal. */
export function asService(args: aws.ecs.TaskDefinitionArgs): undefined {
  args.containerDefinitions = $util.output(args.containerDefinitions).apply((text) => {
    const definitions = JSON.parse(text) as Record<string, unknown>[];
    return JSON.stringify(definitions.map((each) => ({ ...each, stopTimeout: 120, pseudoTerminal: false })));
  });
}
