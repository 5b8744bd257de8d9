import { DescribeTasksCommand, ECSClient, RunTaskCommand, waitUntilTasksStopped } from "@aws-sdk/client-ecs";

/** Which task to run and where, all of it from the environment. */
export interface TaskToRun {
  cluster: string;
  taskDefinition: string;
  subnets: string[];
  securityGroups: string[];
  logGroup: string;
}

const longestSeconds = 3 * 3_600;

/**
 * Runs a Fargate task once and waits until it is over.
 * @throws when it cannot be started, is not over in three hours, or ends with another code than 0; the sentence says where its log is
 */
export async function runTask(
  client: ECSClient,
  { cluster, taskDefinition, logGroup, ...network }: TaskToRun,
): Promise<void> {
  const { tasks = [], failures = [] } = await client.send(
    new RunTaskCommand({
      cluster,
      taskDefinition,
      launchType: "FARGATE",
      count: 1,
      networkConfiguration: { awsvpcConfiguration: { ...network, assignPublicIp: "DISABLED" } },
    }),
  );
  const [arn] = tasks.flatMap((task) => task.taskArn ?? []);
  if (!arn)
    throw new Error(
      `The task could not be started: ${failures.map(({ reason }) => reason).join(", ") || "no reason given"}.`,
    );
  await waitUntilTasksStopped(
    { client, maxWaitTime: longestSeconds, minDelay: 5, maxDelay: 15 },
    { cluster, tasks: [arn] },
  );
  const { tasks: [ended] = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks: [arn] }));
  const code = ended?.containers?.[0]?.exitCode;
  if (code === 0) return;
  const why = code === undefined ? (ended?.stoppedReason ?? "it never ran") : `exit code ${code}`;
  throw new Error(`The task failed (${why}). Its log: aws logs tail ${logGroup} --since 1h`);
}

if (import.meta.main) {
  const wanted = (name: string): string => {
    const value = process.env[name];
    if (!value) throw new Error(`${name} is not set; the release stack sets it.`);
    return value;
  };
  await runTask(new ECSClient(), {
    cluster: wanted("CLUSTER"),
    taskDefinition: wanted("TASK_DEFINITION"),
    subnets: wanted("SUBNETS").split(","),
    securityGroups: wanted("SECURITY_GROUPS").split(","),
    logGroup: wanted("LOG_GROUP"),
  });
}
