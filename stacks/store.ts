import { policy } from "./current.ts";
import { cluster, vpc } from "./network.ts";
import { parameters, readsOnly } from "./parameters.ts";

interface Store {
  image: string;
  port: number;
  /** Folder in the container that outlives it. */
  data: string;
  cpu: "0.5 vCPU" | "1 vCPU";
  memory: `${number} GB`;
  command?: string[];
  environment?: Record<string, string>;
  /** Secrets by the environment variable that the server reads. */
  secrets: Record<string, $util.Input<string>>;
  /** What the container's health check runs. */
  health: string;
}

/** Whether stores of a small stage run in containers here; others are given by URL, and `sst dev` has the local cloud's. */
export const inContainers = policy.stores === "containers" && !$dev;

/** ARNs of the stores' file systems, for backups. */
export const storeData: $util.Output<string>[] = [];

/** A store in one container whose data lies on a file system of its own, reachable from inside the network only. */
export function store(name: string, { port, data, secrets, health, environment, ...given }: Store): sst.aws.Service {
  const efs = new sst.aws.Efs(`${name}Data`, { vpc });
  storeData.push(efs.nodes.fileSystem.arn);
  const sealed = parameters(name, secrets);
  return new sst.aws.Service(name, {
    cluster,
    architecture: "arm64",
    ...given,
    environment: { ...environment, PARAMETER_VERSIONS: sealed.versions },
    ssm: sealed.arns,
    volumes: [{ efs, path: data }],
    serviceRegistry: { port },
    health: { command: ["CMD-SHELL", health], startPeriod: "60 seconds" },
    logging: { retention: policy.logsKept },
    // The release step needs it.
    wait: true,
    transform: {
      executionRole: readsOnly(sealed),
      // Two servers on the same files would spoil them: the old one ends before the new one starts.
      service: (args) => {
        args.deploymentMaximumPercent = 100;
        args.deploymentMinimumHealthyPercent = 0;
      },
    },
  });
}
