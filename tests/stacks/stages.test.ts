import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { isAbout, promises } from "./promises/index.ts";
import { page, resourcesPage, type Shown, shownStages } from "./resources.ts";
import { ofType } from "./synth/graph.ts";
import { synthesize } from "./synth/synth.ts";

const graphs: Partial<Shown> = {};
const boundary = "arn:aws:iam::000000000000:policy/boundary";
beforeAll(async () => {
  for (const stage of shownStages) {
    const env = stage === "alice" ? { DEPLOY_BOUNDARY_ARN: boundary } : {};
    graphs[stage] = await synthesize({ stage, env });
  }
}, 300_000);

test("the page of resources is what the stages ask for", () => {
  expect(readFileSync(page, "utf8")).toBe(resourcesPage(graphs as Shown));
});

describe.each(shownStages)("the stage %s", (stage) => {
  test.each(promises.filter((promise) => isAbout(promise, stage)))("$says", async ({ broken }) => {
    expect(await broken((graphs as Shown)[stage], stage)).toEqual([]);
  });
});

describe("the stage local", () => {
  test("has nothing at AWS: commands of the local cloud, and no secret", async () => {
    const graph = await synthesize({ stage: "local" });
    expect(graph.app).toMatchObject({ home: "local", protect: false });
    expect(new Set(graph.resources.map(({ type }) => type))).toEqual(
      new Set(["pulumi:pulumi:Stack", "sst:sst:DevCommand"]),
    );
  }, 120_000);
});

describe("a developer's stage in sst dev", () => {
  test("deploys no store and no container: functions read those of the local cloud", async () => {
    const url = "postgres://app:of-the-local-cloud@127.0.0.1:54329/leadmetrics";
    const graph = await synthesize({ stage: "alice", dev: true, env: { DATABASE_URL: url } });
    const none = [
      "aws:rds/instance:Instance",
      "aws:elasticache/replicationGroup:ReplicationGroup",
      "aws:efs/fileSystem:FileSystem",
      "aws:ecs/service:Service",
      "aws:ec2/natGateway:NatGateway",
    ];
    expect(none.filter((type) => ofType(graph, type).length > 0)).toEqual([]);
    expect(graph.builds.find(({ functionID }) => functionID === "ApiAuth")?.links["DatabaseUrl"]).toMatchObject({
      value: url,
    });
    expect(ofType(graph, "aws:scheduler/schedule:Schedule").every(({ inputs }) => inputs["state"] === "DISABLED")).toBe(
      true,
    );
  }, 120_000);
});

test("a boundary that the account wants is on every role", () => {
  const roles = ofType((graphs as Shown).alice, "aws:iam/role:Role");
  expect(roles.length).toBeGreaterThan(40);
  expect(roles.filter(({ inputs }) => inputs["permissionsBoundary"] !== boundary)).toEqual([]);
});
