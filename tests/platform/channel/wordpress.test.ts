import { describe, expect, test } from "vitest";
import { type BlogPayload, openChannel, type PublishAttempt, type WordpressAccount } from "#platform/channel/index.ts";
import { simulatedWorld } from "#tests/localstack/providers/world.ts";

const world = simulatedWorld();
const later = () => new Date(Date.now() + 5 * 60_000);
/** Long enough for a request to arrive, also where the machine is busy. */
const timeoutMs = 1_000;
let count = 0;

function account(more: Partial<WordpressAccount> = {}): WordpressAccount {
  const siteUrl = `${world.url}/wordpress/harbor-pine`;
  return { siteUrl, username: "leadmetrics", appPassword: world.wordpressPassword, mode: "publish", ...more };
}

function attempt(more: Partial<BlogPayload> = {}): PublishAttempt {
  count += 1;
  const payload: BlogPayload = {
    title: `Oak tables – a “long” guide ${count}`,
    slug: `oak-tables-${count}`,
    html: `<h2>Size first</h2><p>Measure the room &amp; leave 90 cm. Number ${count}.</p>`,
    excerpt: "How to choose.",
    metaDescription: "Choosing an oak table.",
    status: "publish",
    ...more,
  };
  return { key: `key-${count}`, payload, startedAt: new Date() };
}

const creations = async () => (await world.calls("wordpress")).filter(({ method }) => method === "POST");

async function accepted(channel: ReturnType<typeof openChannel>, wanted: PublishAttempt) {
  const result = await channel.post(wanted);
  if (result.outcome !== "accepted") throw new Error(JSON.stringify(result));
  return { ...wanted, providerId: result.providerId };
}

describe("posting", () => {
  test("a published post is confirmed at a public address that shows it", async () => {
    const channel = openChannel("wordpress", account());
    const known = await accepted(channel, attempt());
    const found = await channel.check(known);
    if (found.state !== "confirmed") throw new Error(JSON.stringify(found));
    expect(Math.abs(found.at.getTime() - Date.now())).toBeLessThan(5000);
    const page = await fetch(found.url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Measure the room");
    expect(await channel.finalise(known)).toMatchObject({
      url: found.url,
      providerId: known.providerId,
      publishedAt: found.at,
    });
  });

  test("the request is one POST with the site's fields, and the secret is not in the record", async () => {
    const wanted = attempt();
    await accepted(openChannel("wordpress", account({ author: 1, categories: [2] })), wanted);
    const [call, ...more] = await creations();
    expect(more).toEqual([]);
    const { title, slug, html } = wanted.payload;
    expect(call?.body).toEqual({
      title,
      slug,
      content: html,
      excerpt: "How to choose.",
      status: "publish",
      author: 1,
      categories: [2],
    });
    expect(JSON.stringify(await world.calls("wordpress"))).not.toContain(world.wordpressPassword.slice(0, 4));
  });

  test("a channel in draft mode never publishes, whatever the payload wishes", async () => {
    const channel = openChannel("wordpress", account({ mode: "draft" }));
    const known = await accepted(channel, attempt({ status: "publish" }));
    const found = await channel.check(known);
    expect(found).toMatchObject({
      state: "draft",
      editUrl: expect.stringContaining(`post=${known.providerId}&action=edit`),
    });
    expect((await fetch(`${world.url}/wordpress/harbor-pine/${known.payload.slug}/`)).status).toBe(404);
    expect(await channel.finalise(known)).toMatchObject({
      publishedAt: null,
      url: expect.stringContaining("wp-admin"),
    });
  });

  test("a draft published by the editor is confirmed by the next check", async () => {
    const channel = openChannel("wordpress", account({ mode: "draft" }));
    const known = await accepted(channel, attempt());
    await editorSets(known.providerId, "publish");
    expect(await channel.check(known)).toMatchObject({
      state: "confirmed",
      url: expect.stringContaining(known.payload.slug),
    });
  });

  test.each([
    [{ appPassword: "wrong" }, undefined, { outcome: "refused", code: "auth_expired" }],
    [{}, { kind: "refusal" }, { outcome: "refused", code: "permission" }],
    [{}, { kind: "rate_limit", retryAfterS: 9 }, { outcome: "not_sent", code: "rate_limited", retryAfterMs: 9000 }],
    [{}, { kind: "server_error" }, { outcome: "unknown" }],
    [{}, { kind: "cut_stream" }, { outcome: "unknown" }],
    [{}, { kind: "malformed_json" }, { outcome: "unknown" }],
    [{ siteUrl: "http://127.0.0.1:9" }, undefined, { outcome: "refused", code: "bad_request" }],
    [{ siteUrl: "http://no-such-host.invalid" }, undefined, { outcome: "not_sent", code: "provider_down" }],
    [{ categories: "many" as unknown as number[] }, undefined, { outcome: "refused", code: "bad_request" }],
  ])("account %j with fault %j gives %j", async (more, fault, expected) => {
    if (fault) await world.fault({ provider: "wordpress", ...fault });
    expect(await openChannel("wordpress", account(more)).post(attempt())).toMatchObject(expected);
  });

  test("a refused connection proves that nothing was sent", async () => {
    process.env["OUTBOUND_ALLOW"] += ",127.0.0.1:9";
    const closed = openChannel("wordpress", account({ siteUrl: "http://127.0.0.1:9" }));
    expect(await closed.post(attempt())).toMatchObject({ outcome: "not_sent", code: "provider_down" });
    expect(await closed.check(attempt())).toMatchObject({ state: "unknown" });
  });
});

describe("a post that was not answered", () => {
  test("timed out before the effect: unknown, then pending, then proven absent", async () => {
    await world.fault({ provider: "wordpress", kind: "timeout_before", match: "POST" });
    const wanted = attempt();
    expect(await openChannel("wordpress", account(), { timeoutMs }).post(wanted)).toMatchObject({
      outcome: "unknown",
    });
    expect(await openChannel("wordpress", account()).check(wanted)).toMatchObject({ state: "pending" });
    expect(await openChannel("wordpress", account(), { now: later }).check(wanted)).toEqual({ state: "absent" });
  });

  test.each(["publish", "draft"] as const)(
    "timed out after the effect as %s: found by its words, and not made twice",
    async (mode) => {
      await world.fault({ provider: "wordpress", kind: "timeout_after_effect", match: "POST" });
      const wanted = attempt();
      expect(await openChannel("wordpress", account({ mode }), { timeoutMs }).post(wanted)).toMatchObject({
        outcome: "unknown",
      });
      const found = await openChannel("wordpress", account({ mode })).check(wanted);
      expect(found.state).toBe(mode === "publish" ? "confirmed" : "draft");
      expect(await creations()).toHaveLength(1);
    },
  );

  test("is found although the slug was taken and became another", async () => {
    const channel = openChannel("wordpress", account());
    const slug = "a-taken-slug";
    await accepted(channel, attempt({ slug }));
    const second = attempt({ slug });
    await accepted(channel, second);
    expect(await channel.check(second)).toMatchObject({
      state: "confirmed",
      url: expect.stringMatching(/a-taken-slug-2\/$/),
    });
  });

  test("is found by its words when the site changed the slug altogether", async () => {
    const channel = openChannel("wordpress", account());
    const wanted = attempt();
    await accepted(channel, { ...wanted, payload: { ...wanted.payload, slug: "something-else" } });
    expect(await channel.check(wanted)).toMatchObject({ state: "confirmed" });
  });

  test("other words under the same slug are not taken for it", async () => {
    const channel = openChannel("wordpress", account(), { now: later });
    const wanted = attempt();
    await accepted(channel, { ...wanted, payload: { ...wanted.payload, html: "<p>Somebody else's text.</p>" } });
    expect(await channel.check(wanted)).toEqual({ state: "absent" });
  });

  test("the same words from long before the attempt are not taken for it", async () => {
    const wanted = { ...attempt(), startedAt: new Date(Date.now() + 3 * 3_600_000) };
    const channel = openChannel("wordpress", account(), { now: () => new Date(wanted.startedAt.getTime() + 600_000) });
    await accepted(channel, wanted);
    expect(await channel.check(wanted)).toEqual({ state: "absent" });
  });
});

describe("checking", () => {
  test("a post that was deleted is absent, and a failing site proves nothing", async () => {
    const channel = openChannel("wordpress", account());
    const known = await accepted(channel, attempt());
    await world.fault({ provider: "wordpress", kind: "server_error" });
    expect(await channel.check(known)).toMatchObject({ state: "unknown" });
    expect(await channel.check({ ...known, providerId: "999999" })).toEqual({ state: "absent" });
    await expect(channel.finalise({ ...known, providerId: "999999" })).rejects.toMatchObject({ code: "target_gone" });
  });

  test("broken JSON proves nothing", async () => {
    await world.fault({ provider: "wordpress", kind: "malformed_json" });
    expect(await openChannel("wordpress", account(), { now: later }).check(attempt())).toMatchObject({
      state: "unknown",
    });
  });
});

describe("connecting", () => {
  test("a right account gives the user's name", async () => {
    expect(await openChannel("wordpress", account()).test()).toEqual({
      ok: true,
      title: "Leadmetrics",
      roles: ["editor"],
    });
  });

  test("the application password works with or without its spaces", async () => {
    const appPassword = world.wordpressPassword.replaceAll(" ", "");
    expect(await openChannel("wordpress", account({ appPassword })).test()).toMatchObject({ ok: true });
  });

  test.each([
    [{ appPassword: "wrong" }, "auth_expired"],
    [{ username: "somebody" }, "auth_expired"],
    [{ siteUrl: "http://169.254.169.254" }, "bad_request"],
    [{ siteUrl: "http://no-such-host.invalid" }, "provider_down"],
  ])("%j is refused with %s", async (more, code) => {
    expect(await openChannel("wordpress", account(more)).test()).toMatchObject({ ok: false, code });
  });
});

describe("validating", () => {
  const issues = (more: Partial<BlogPayload>) => openChannel("wordpress", account()).validate(attempt(more).payload);

  test("a good payload has no issues", () => {
    expect(issues({})).toEqual([]);
    expect(
      issues({ html: '<p><img src="https://example.com/a.png" alt="JavaScript: the basics"></p><p>Text</p>' }),
    ).toEqual([]);
  });

  test.each([
    [{ title: " " }, "title", "required"],
    [{ title: "x".repeat(201) }, "title", "text_too_long"],
    [{ slug: "Not A Slug" }, "slug", "bad_format"],
    [{ html: "<p> </p>" }, "html", "required"],
    [{ html: "<p>Text</p><script>alert(1)</script>" }, "html", "unsafe_html"],
    [{ html: '<p onclick="x()">Text</p>' }, "html", "unsafe_html"],
    [{ html: '<a href=" javascript:x()">Text</a>' }, "html", "unsafe_html"],
    [{ html: '<a href="java\tscript:x()">Text</a>' }, "html", "unsafe_html"],
    [{ excerpt: "x".repeat(1001) }, "excerpt", "text_too_long"],
  ])("%j is refused by field", (more, field, code) => {
    expect(issues(more)).toEqual([{ field, code, text: expect.any(String) }]);
  });
});

async function editorSets(id: string, status: string): Promise<void> {
  const body = new URLSearchParams({ post: id, status });
  await fetch(`${world.url}/wordpress/harbor-pine/wp-admin/post.php`, { method: "POST", body, redirect: "manual" });
}
