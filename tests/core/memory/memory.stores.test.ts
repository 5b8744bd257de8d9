import { afterAll, beforeEach, describe, expect, test } from "vitest";
import * as Post from "#core/blog/agent.ts";
import * as Memory from "#core/memory/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { asPlatform, pool, type Tx, transaction } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { newId } from "#schema/ids.ts";
import type { AgentMemory } from "#schema/memory.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { furnish, presentHash, type Things } from "#tests/support/furnish.ts";
import { as, freshTenant, type TestTenant } from "#tests/support/tenant.ts";

const path = "/tenant/v1/agent-memories";
const text = "We leverage beans. They leverage water. Both give a good cup to those who wait.";

let tenant: TestTenant;
let things: Things;
beforeEach(async () => {
  tenant = await freshTenant();
  things = await furnish(tenant);
});
afterAll(closeStores);

const inTenant = <T>(work: (tx: Tx) => Promise<T>) => as(tenant.people.DM, () => transaction(work));
const listed = async (): Promise<AgentMemory[]> =>
  (await ok<{ items: AgentMemory[] }>(tenant.people.TM, "GET", `${path}?agent=blog-writer`)).items;
const memory = async (key: string): Promise<AgentMemory | undefined> => (await listed()).find((one) => one.key === key);
const pointOf = async (point: string, key = "edit_patterns") =>
  (await memory(key))?.points.find((one) => one.point === point);
const remembered = () => inTenant((tx) => Memory.recall(tx, "blog-writer"));
const edits = (subjectId: string, after: string, version = 2) => ({
  ...{ agent: "blog-writer" as const, subject: { type: "blog_post", id: subjectId } },
  ...{ fromVersion: version - 1, toVersion: version, before: text, after },
});
const written = (words: number, fields: Partial<Memory.Written> = {}): Memory.Written => ({
  ...{ agent: "blog-writer", runId: things.run, isEdited: false, title: "Roasts", text },
  lessons: [
    { key: "preferred_length_words", point: "words", lesson: "Long", data: { amount: words, unit: "words" } },
    { key: "covered_topics", point: "roasts", lesson: "Roasts" },
  ],
  ...fields,
});
const post = (id = newId("blogPost")) => ({ type: "blog_post", id });
const audited = async () => {
  const { rows } = await pool(platformRole).query<{ name: string }>(
    "select name from outbox where tenant_id = $1 and kind = 'audit' and name like 'agent_memory.%' order by id",
    [tenant.id],
  );
  return rows.map(({ name }) => name);
};

describe("a person's edit", () => {
  test("is kept with what it was about, and teaches the writer in the same step", async () => {
    const { DM } = tenant.people;
    const before = await ok<{ title: string; body: string; rowVersion: number }>(
      DM,
      "GET",
      `/tenant/v1/blog-posts/${things.blogPost}`,
    );
    const [title, body] = [before.title, before.body].map((field) => field.replaceAll("owners", "people"));
    await ok(DM, "PATCH", `/tenant/v1/blog-posts/${things.blogPost}`, {
      body: { title, body },
      version: before.rowVersion,
    });
    const { rows } = await pool(platformRole).query(
      "select category, accepted, from_version, to_version from edit_examples where tenant_id = $1",
      [tenant.id],
    );
    expect(rows).toEqual([{ category: "forbidden_word", accepted: true, from_version: 1, to_version: 2 }]);
    expect(await pointOf("word:owners")).toMatchObject({
      text: "Do not write “owners”; “people” was put in its place",
      evidenceCount: 1,
      source: "edit",
      subject: { type: "blog_post", id: things.blogPost, version: 2 },
    });
    expect(await audited()).toEqual(["agent_memory.changed"]);
  });

  test("that is made again in another text makes the writer surer; in the same text it does not", async () => {
    const after = text.replaceAll("leverage", "use");
    await inTenant((tx) => Memory.edited(tx, edits(things.blogPost, after)));
    const once = (await pointOf("word:leverage"))?.confidence ?? 0;
    await inTenant((tx) => Memory.edited(tx, edits(things.blogPost, after, 3)));
    expect((await pointOf("word:leverage"))?.confidence).toBe(once);
    await inTenant((tx) => Memory.edited(tx, edits(post().id, after)));
    expect((await pointOf("word:leverage"))?.confidence).toBeGreaterThan(once);
  });

  test("of a version that was sent back teaches nothing", async () => {
    const subject = post(things.blogPost);
    await inTenant((tx) => Memory.edited(tx, edits(subject.id, text.replaceAll("leverage", "use"))));
    const said = { note: "The old wording was better.", category: "tone" };
    await inTenant((tx) => Memory.rejected(tx, subject, 2, written(900), said));
    expect(await pointOf("word:leverage")).toBeUndefined();
    const { rows } = await pool(platformRole).query("select accepted from edit_examples where tenant_id = $1", [
      tenant.id,
    ]);
    expect(rows).toEqual([{ accepted: false }]);
  });
});

describe("a decision", () => {
  test("to send a post back becomes a pattern to avoid and an example, with its note", async () => {
    const { DM } = tenant.people;
    const contentHash = presentHash(tenant.channelId);
    const rejection = { decision: "reject", contentHash, category: "structure", note: "The answer comes too late." };
    await ok(DM, "POST", `/dm/v1/approvals/${things.dmApproval}/resolve`, { body: rejection });
    expect((await memory("rejected_patterns"))?.points).toEqual([
      expect.objectContaining({ text: "Sent back for structure: “The answer comes too late.”", source: "rejected" }),
    ]);
    expect((await memory("worst_example"))?.points[0]?.text).toContain("The answer comes too late.");
  });

  test("counts once, however many stages agree and however often it is told", async () => {
    const subject = post();
    for (let stage = 0; stage < 3; stage += 1) await inTenant((tx) => Memory.approved(tx, subject, 1, written(1_000)));
    expect(await memory("preferred_length_words")).toMatchObject({ evidenceCount: 1 });
    expect((await audited()).length).toBe(1);
  });

  test("that was not stored teaches nothing, and counts once when it is made again", async () => {
    const subject = post();
    const lost = inTenant(async (tx) => {
      await Memory.approved(tx, subject, 1, written(1_000));
      throw new Error("The process was lost.");
    });
    await expect(lost).rejects.toThrow("The process was lost.");
    expect(await memory("covered_topics")).toBeUndefined();
    await inTenant((tx) => Memory.approved(tx, subject, 1, written(1_000)));
    expect(await memory("covered_topics")).toMatchObject({ evidenceCount: 1 });
  });

  test("of a later stage takes back what an earlier one had taught", async () => {
    const subject = post();
    await inTenant((tx) => Memory.approved(tx, subject, 1, written(1_000)));
    await inTenant((tx) => Memory.rejected(tx, subject, 1, written(1_000), { note: "Too dry.", category: null }));
    expect((await listed()).map(({ key }) => key).toSorted()).toEqual([
      "edit_patterns",
      "rejected_patterns",
      "worst_example",
    ]);
  });

  test("made at the same time as others is not lost", async () => {
    await Promise.all(
      [900, 1_000, 1_100, 1_000].map((words) => inTenant((tx) => Memory.approved(tx, post(), 1, written(words)))),
    );
    expect(await memory("preferred_length_words")).toMatchObject({ evidenceCount: 4 });
  });
});

describe("what people approve twice", () => {
  test("decides the length of the next post, unless somebody asked for one", async () => {
    const run = { id: things.run, activityId: things.activity, wakeReason: "new_task" } as ClaimedRun;
    const target = async () => (await as(tenant.people.DM, () => Post.load(run)))["targetWordCount"];
    await asPlatform((tx) =>
      tx
        .updateTable("contentBriefs")
        .set({ details: JSON.stringify({ wordCount: 1_400 }) })
        .where("tenantId", "=", tenant.id)
        .execute(),
    );
    expect(await target()).toBe(1_400);
    for (const words of [1_000, 1_040]) await inTenant((tx) => Memory.approved(tx, post(), 1, written(words)));
    expect(await target()).toBe(1_020);
    await asPlatform((tx) =>
      tx.updateTable("blogRequests").set({ wordCount: 2_000 }).where("tenantId", "=", tenant.id).execute(),
    );
    expect(await target()).toBe(2_000);
  });
});

describe("what people take away", () => {
  const after = text.replaceAll("leverage", "use");
  const learned = async (subjectId: string) => {
    await inTenant((tx) => Memory.edited(tx, edits(subjectId, after)));
    return (await memory("edit_patterns"))?.id ?? "";
  };

  test("is gone from list and prompts, is not learned again from the same text, and comes back when they want", async () => {
    const { TA, TM } = tenant.people;
    const id = await learned(things.blogPost);
    const told = async () => (await remembered()).filter(({ value }) => value.data?.["word"] === "leverage").length;
    expect(await told()).toBe(1);
    const one = `${path}/${id}?point=${encodeURIComponent("word:leverage")}`;
    expect((await call(TM, "DELETE", one)).code).toBe("auth.forbidden");
    expect((await call(TA, "DELETE", one)).status).toBe(204);
    expect((await call(TA, "DELETE", one)).status).toBe(404);
    expect(await told()).toBe(0);
    await inTenant((tx) => Memory.edited(tx, edits(things.blogPost, after, 3)));
    expect(await told()).toBe(0);
    expect((await memory("edit_patterns"))?.removed.map(({ point }) => point)).toContain("word:leverage");
    await ok(TA, "POST", `${path}/${id}/restore`, { body: { point: "word:leverage" } });
    expect(await told()).toBe(1);
    expect(await audited()).toEqual(["agent_memory.changed", "agent_memory.cleared", "agent_memory.changed"]);
  });

  test("may be learned of another text", async () => {
    const id = await learned(things.blogPost);
    await call(tenant.people.DM, "DELETE", `${path}/${id}`);
    expect(await memory("edit_patterns")).toMatchObject({ points: [] });
    await learned(post().id);
    expect(await pointOf("word:leverage")).toMatchObject({ evidenceCount: 1 });
  });

  test("may be all of one agent, and of that one alone", async () => {
    await learned(things.blogPost);
    const other = { ...edits(newId("contextFile"), after), agent: "context-file-writer" as const };
    await inTenant((tx) => Memory.edited(tx, other));
    expect((await call(tenant.people.TA, "DELETE", `${path}?agent=blog-writer`)).status).toBe(204);
    expect(await remembered()).toEqual([]);
    const { items } = await ok<{ items: AgentMemory[] }>(tenant.people.TA, "GET", path);
    expect(items.filter(({ points }) => points.length > 0).map(({ agent }) => agent)).toEqual(["context-file-writer"]);
  });

  test("of another workspace is not found and stays", async () => {
    const id = await learned(things.blogPost);
    const stranger = await freshTenant();
    expect((await call(stranger.people.TA, "DELETE", `${path}/${id}`)).code).toBe("request.not_found");
    expect((await call(stranger.people.TA, "POST", `${path}/${id}/restore`, { body: {} })).code).toBe(
      "request.not_found",
    );
    expect(await pointOf("word:leverage")).toBeDefined();
  });
});

describe("a person's own words for what was learned", () => {
  const put = async (
    person: TestTenant["people"]["TA"],
    words: Record<string, unknown>,
    id?: string,
    version?: number,
  ) => {
    const found = await memory(String(words["key"] ?? "edit_patterns"));
    const { key: _, ...body } = words;
    return call(person, "PATCH", `${path}/${id ?? found?.id}`, { body, version: version ?? found?.rowVersion ?? 0 });
  };

  test("stand in the prompt, stay when more is learned, and can be taken back; the log says what was said", async () => {
    const [{ TA, TM }, stranger] = [tenant.people, await freshTenant()];
    const words = { point: "word:ours", text: "Never write of ours in headlines" };
    const { id = "", rowVersion = 0 } = (await memory("edit_patterns")) ?? {};
    expect((await put(TM, words)).code).toBe("auth.forbidden");
    expect((await put(stranger.people.TA, words, id, rowVersion)).code).toBe("request.not_found");
    expect((await put(TA, { ...words, point: "word:nobody" })).code).toBe("request.not_found");
    expect((await put(TA, words, id, rowVersion + 1)).code).toBe("request.version_mismatch");
    expect((await put(TA, words)).status).toBe(200);
    expect(await pointOf("word:ours")).toMatchObject({ text: words.text, isWorded: true, confidence: 0.9 });
    await inTenant((tx) => Memory.edited(tx, edits(newId("blogPost"), text.replaceAll("leverage", "use"))));
    expect((await remembered()).map(({ value }) => value.text)).toContain(words.text);
    expect(await audited()).toContain("agent_memory.changed");
    expect((await put(TA, { point: "word:ours", text: null })).status).toBe(200);
    expect(await pointOf("word:ours")).toMatchObject({ text: "Only we do not write this", isWorded: false });
  });

  test("a length is a figure, and counts instead of what was measured", async () => {
    const { DM } = tenant.people;
    await inTenant((tx) => Memory.approved(tx, post(), 1, written(900)));
    expect((await put(DM, { key: "preferred_length_words", point: "words", text: "Rather short" })).code).toBe(
      "request.illegal_transition",
    );
    expect((await put(DM, { key: "preferred_length_words", point: "words", amount: 600 })).status).toBe(200);
    await inTenant((tx) => Memory.approved(tx, post(), 1, written(1_400)));
    expect(await inTenant((tx) => Memory.preferredLength(tx, "blog-writer", "preferred_length_words"))).toBe(600);
  });
});
