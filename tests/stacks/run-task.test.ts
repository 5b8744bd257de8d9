import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ECSClient } from "@aws-sdk/client-ecs";
import { afterEach, expect, test } from "vitest";
import { runTask } from "#stacks/run-task.ts";

let server: Server | undefined;
afterEach(() => server?.close());

const wanted = {
  cluster: "cluster",
  taskDefinition: "release:7",
  subnets: ["subnet-1", "subnet-2"],
  securityGroups: ["group-1"],
  logGroup: "/release",
};

/** A client of an ECS that answers each action with the next of its answers, and what it was asked. */
async function ecs(
  answers: Record<string, unknown[]>,
): Promise<{ client: ECSClient; asked: Record<string, unknown>[] }> {
  const asked: Record<string, unknown>[] = [];
  const made = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      const action = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
      asked.push({ action, ...(JSON.parse(body) as object) });
      const left = answers[action] ?? [];
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(JSON.stringify(left.length > 1 ? left.shift() : left[0]));
    });
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "id", secretAccessKey: "secret" };
  return { client: new ECSClient({ endpoint, region: "eu-central-1", credentials }), asked };
}

const stopped = (exitCode?: number) => ({
  tasks: [
    {
      taskArn: "task-1",
      lastStatus: "STOPPED",
      stoppedReason: "image not found",
      containers: [{ name: "Release", exitCode }],
    },
  ],
});

test("runs the task in the private network and is content with exit code 0", async () => {
  const { client, asked } = await ecs({ RunTask: [{ tasks: [{ taskArn: "task-1" }] }], DescribeTasks: [stopped(0)] });
  await runTask(client, wanted);
  expect(asked[0]).toMatchObject({
    action: "RunTask",
    taskDefinition: "release:7",
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: ["subnet-1", "subnet-2"],
        securityGroups: ["group-1"],
        assignPublicIp: "DISABLED",
      },
    },
  });
  expect(asked.slice(1).every(({ tasks }) => String(tasks) === "task-1")).toBe(true);
});

test("fails with the exit code, and says where the log is", async () => {
  const { client } = await ecs({ RunTask: [{ tasks: [{ taskArn: "task-1" }] }], DescribeTasks: [stopped(1)] });
  await expect(runTask(client, wanted)).rejects.toThrow("exit code 1). Its log: aws logs tail /release");
});

test("fails with AWS's reason when the task never ran or could not be started", async () => {
  const never = await ecs({ RunTask: [{ tasks: [{ taskArn: "task-1" }] }], DescribeTasks: [stopped()] });
  await expect(runTask(never.client, wanted)).rejects.toThrow("image not found");
  server?.close();
  const none = await ecs({ RunTask: [{ tasks: [], failures: [{ reason: "RESOURCE:MEMORY" }] }] });
  await expect(runTask(none.client, wanted)).rejects.toThrow("could not be started: RESOURCE:MEMORY");
});
