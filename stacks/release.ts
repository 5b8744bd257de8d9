import { container } from "./container.ts";
import { mongo } from "./mongo.ts";
import { cluster, vpc } from "./network.ts";
import { postgres } from "./postgres.ts";
import { qdrant } from "./qdrant.ts";
import { redis } from "./redis.ts";
import { typesense } from "./typesense.ts";

const stores = [postgres, redis, ...[mongo, typesense, qdrant].filter((store) => store !== undefined)];

/** The step before new code serves: database roles, migrations, indexes, the audit log's collections. One task, run to its end. */
const task = $dev ? undefined : new sst.aws.Task("Release", container("Release", "release"));

/** Runs the task and waits for it whenever its image or its settings changed. Should it fail, the deployment ends here and the old code goes on. */
const ran =
  task &&
  new command.local.Command(
    "ReleaseRun",
    {
      create: "node localstack/boot.mjs stacks/run-task.ts",
      triggers: [task.nodes.taskDefinition.apply(({ arn }) => arn)],
      environment: {
        CLUSTER: cluster.nodes.cluster.arn,
        TASK_DEFINITION: task.nodes.taskDefinition.apply(({ arn }) => arn),
        SUBNETS: vpc.privateSubnets.apply((ids) => ids.join(",")),
        SECURITY_GROUPS: vpc.securityGroups.apply((ids) => ids.join(",")),
        LOG_GROUP: task.nodes.taskDefinition.apply(({ family }) => family),
      },
    },
    { dependsOn: stores },
  );

/** As transform of what serves: it changes only after the release step succeeded. */
export function afterRelease(_args: unknown, opts: $util.CustomResourceOptions): undefined {
  if (ran) opts.dependsOn = [ran];
}
