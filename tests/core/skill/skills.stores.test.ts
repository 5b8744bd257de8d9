import { afterAll, beforeEach, describe, expect, test } from "vitest";
import * as Skill from "#core/skill/index.ts";
import { manifestOf } from "#core/skill/manifest.ts";
import { asPlatform, pool, transaction } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import type { Skill as SkillItem, SkillRow } from "#schema/skill.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { stage } from "#tests/support/script.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await freshTenant();
});
afterAll(closeStores);

const own = { name: "house-tone", description: "Use for every text.", body: "Write as a neighbour would." };
const manifest = () => as(machine(tenant.id), () => transaction((tx) => manifestOf(tx, "content-brief-writer", [])));
const audited = async () => {
  const { rows } = await pool(platformRole).query<{ name: string }>(
    "select name from outbox where tenant_id = $1 and kind = 'audit' and name like 'skill.%' order by id",
    [tenant.id],
  );
  return rows.map(({ name }) => name);
};

describe("a workspace's skill", () => {
  test("is written, edited, switched off and taken away, each with its entry in the log", async () => {
    const { TA, TM } = tenant.people;
    const made = await ok<SkillItem>(TA, "POST", "/tenant/v1/skills", { body: own });
    expect(made).toMatchObject({ ...own, version: 1, origin: "own", overrides: false, enabled: true });
    expect(await manifest()).toContainEqual(own);
    const path = `/tenant/v1/skills/${made.id}`;
    const edited = await ok<SkillItem>(TA, "PATCH", path, { body: { body: "Write short.\u200b" } });
    expect(edited).toMatchObject({ body: "Write short.", version: 2 });
    expect(await ok(TA, "PATCH", path, { body: { enabled: false } })).toMatchObject({ version: 2, enabled: false });
    expect((await manifest()).map(({ name }) => name)).not.toContain("house-tone");
    expect(await ok(TM, "GET", path)).toMatchObject({ enabled: false });
    await ok(TA, "PATCH", path, { body: {} });
    expect((await call(TA, "DELETE", path)).status).toBe(204);
    expect((await call(TM, "GET", path)).status).toBe(404);
    expect(await audited()).toEqual(["skill.created", "skill.updated", "skill.updated", "skill.removed"]);
  });

  test("of the name of a platform skill stands in for it, until it is switched off", async () => {
    const { TA } = tenant.people;
    const listed = async () => {
      const { items } = await ok<{ items: (typeof SkillRow)["_output"][] }>(TA, "GET", "/tenant/v1/skills");
      return items
        .filter(({ name }) => name === "plain-language")
        .map(({ origin, overrides }) => ({ origin, overrides }));
    };
    expect(await listed()).toEqual([{ origin: "platform", overrides: false }]);
    const made = await ok<SkillItem>(TA, "POST", "/tenant/v1/skills", { body: { ...own, name: "plain-language" } });
    expect(await listed()).toEqual([{ origin: "own", overrides: true }]);
    expect((await manifest()).find(({ name }) => name === "plain-language")?.body).toBe(own.body);
    await ok(TA, "PATCH", `/tenant/v1/skills/${made.id}`, { body: { enabled: false } });
    expect((await manifest()).find(({ name }) => name === "plain-language")?.body).toContain("# Plain language");
  });

  test("may come as Markdown with front matter", async () => {
    const markdown =
      "---\nname: our-words\ndescription: 'Use for posts.'\napplies_to: blog-writer\n---\n\n# Words\n\nSay roof.";
    expect(await ok(tenant.people.DM, "POST", "/tenant/v1/skills", { body: { markdown } })).toMatchObject({
      name: "our-words",
      description: "Use for posts.",
      body: "# Words\n\nSay roof.",
      appliesTo: ["blog-writer"],
    });
    expect((await manifest()).map(({ name }) => name)).not.toContain("our-words");
  });

  test.each<[string, object]>([
    ["without a name", { ...own, name: "" }],
    ["of a name that is none", { ...own, name: "My Skill" }],
    ["without a body", { ...own, body: " " }],
    ["too long", { ...own, body: "x".repeat(20_001) }],
    ["for an agent that is not", { ...own, appliesTo: ["nobody"] }],
    ["as Markdown without front matter", { markdown: "# Only a body" }],
    ["with a field nobody knows", { ...own, tenantId: "ten_1" }],
  ])("%s is refused, naming what is wrong", async (_, body) => {
    expect(await call(tenant.people.TA, "POST", "/tenant/v1/skills", { body })).toMatchObject({
      status: 422,
      code: "request.validation_failed",
    });
    expect(await audited()).toEqual([]);
  });

  test("is there once under its name, also when two are written at once", async () => {
    const answers = await Promise.all(
      [1, 2].map(() => call(tenant.people.TA, "POST", "/tenant/v1/skills", { body: own })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  test("is another workspace's own: not found there, in no run of it", async () => {
    const made = await as(tenant.people.TA, () => Skill.create(own));
    const stranger = await freshTenant();
    for (const method of ["GET", "PATCH", "DELETE"])
      expect(
        (await call(stranger.people.TA, method, `/tenant/v1/skills/${made.id}`, method === "PATCH" ? { body: {} } : {}))
          .status,
      ).toBe(404);
    tenant = stranger;
    expect((await manifest()).map(({ name }) => name)).not.toContain("house-tone");
  });

  test("is told to its agent by name alone, and brought in full when the agent loads it", async () => {
    await as(tenant.people.TA, () => Skill.create(own));
    const load = [{ name: "load_skill", input: { name: "house-tone" } }];
    const run = await stage(tenant, (_, turn) => (turn === 1 ? load : null), { granted: ["load_skill"] });
    await run.work();
    expect(run.questions[0]?.prompt).toContain("- house-tone: Use for every text.");
    expect(run.questions[0]?.prompt).not.toContain(own.body);
    expect(run.questions[1]?.turns[0]?.answers).toEqual([{ text: own.body, failed: false }]);
  });
});

describe("the platform's skill", () => {
  const name = "written-in-a-test";
  test("is written, switched off and removed by a super admin, and nobody else", async () => {
    const { SA, TA } = tenant.people;
    const body = { ...own, name };
    for (const who of [TA, tenant.people.DL])
      expect((await call(who, "POST", "/admin/v1/skills", { body })).status).toBeGreaterThanOrEqual(401);
    const made = await ok<SkillItem>(SA, "POST", "/admin/v1/skills", { body });
    expect(await ok(TA, "GET", `/tenant/v1/skills/${made.id}`)).toMatchObject({ name, origin: "platform" });
    expect((await call(TA, "PATCH", `/tenant/v1/skills/${made.id}`, { body: { enabled: false } })).status).toBe(404);
    expect(await call(SA, "POST", "/admin/v1/skills", { body })).toMatchObject({ code: "request.already_exists" });
    await ok(SA, "PATCH", `/admin/v1/skills/${made.id}`, { body: { enabled: false } });
    expect((await call(TA, "GET", `/tenant/v1/skills/${made.id}`)).status).toBe(404);
    expect((await call(SA, "DELETE", `/admin/v1/skills/${made.id}`)).status).toBe(204);
    const row = await asPlatform((tx) =>
      tx.selectFrom("skills").select("deletedAt").where("id", "=", made.id).executeTakeFirstOrThrow(),
    );
    expect(row.deletedAt).not.toBeNull();
  });

  test("of the first ones is whole and within its bounds", async () => {
    const names = ["calls-to-action", "plain-language", "revision-notes", "search-intent", "sources-and-claims"];
    const skills = await manifest();
    for (const wanted of names) {
      const skill = skills.find((one) => one.name === wanted);
      expect(skill?.description).toMatch(/Use when .*Don't use/);
      expect(skill?.body.length).toBeGreaterThan(300);
    }
  });
});
