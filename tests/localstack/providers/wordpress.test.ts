import { describe, expect, test } from "vitest";
import { simulatedWorld } from "./world.ts";

const world = simulatedWorld();
const site = () => `${world.url}/wordpress/quillbrook`;
const signedIn = () => ({
  authorization: `Basic ${Buffer.from(`leadmetrics:${world.wordpressPassword}`).toString("base64")}`,
});
const json = (body: object) => ({ method: "POST", headers: signedIn(), body: JSON.stringify(body) });

describe("wordpress", () => {
  test("posts have the REST API's shape", async () => {
    const answer = await fetch(
      `${site()}/wp-json/wp/v2/posts`,
      json({ title: "Näher am Buch", content: "<p>Hi</p>", status: "publish" }),
    );
    expect(answer.status).toBe(201);
    const post = await answer.json();
    expect(answer.headers.get("location")).toBe(`${site()}/wp-json/wp/v2/posts/${post.id}`);
    expect(post).toMatchObject({
      slug: "naher-am-buch",
      status: "publish",
      link: `${site()}/naher-am-buch/`,
      title: { raw: "Näher am Buch" },
      content: { raw: "<p>Hi</p>", rendered: "<p>Hi</p>" },
      date_gmt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
    });
    const open = await (await fetch(`${site()}/wp-json/wp/v2/posts/${post.id}`)).json();
    expect(open.title).toEqual({ rendered: "Näher am Buch" });
  });

  test("strangers see only what is public", async () => {
    const draft = await (
      await fetch(`${site()}/wp-json/wp/v2/posts`, json({ title: "Hidden", status: "draft" }))
    ).json();
    expect(draft.date_gmt).toBeNull();
    const status = async (path: string, init = {}) => (await fetch(`${site()}/wp-json/wp/v2${path}`, init)).status;
    expect(await status(`/posts/${draft.id}`)).toBe(401);
    expect(await status("/posts?status=any")).toBe(400);
    expect(await status("/posts", { method: "POST", body: "{}" })).toBe(401);
    expect(await status("/users/me")).toBe(401);
    expect(await status("/users/me", { headers: { authorization: "Basic eDp5" } })).toBe(401);
    expect((await fetch(`${world.url}/wordpress/unknown/wp-json/wp/v2/posts`)).status).toBe(404);
  });

  test("lists filter by slug, status and time and count their pages", async () => {
    const now = Date.now();
    for (const title of ["Listed", "Listed"])
      await fetch(`${site()}/wp-json/wp/v2/posts`, json({ title, status: "publish" }));
    const list = async (query: string) => fetch(`${site()}/wp-json/wp/v2/posts?${query}`, { headers: signedIn() });
    expect(
      (await (await list("slug=listed,listed-2&status=any")).json()).map((post: { slug: string }) => post.slug).sort(),
    ).toEqual(["listed", "listed-2"]);
    const paged = await list("slug=listed,listed-2&per_page=1");
    expect([paged.headers.get("x-wp-total"), paged.headers.get("x-wp-totalpages")]).toEqual(["2", "2"]);
    expect(await (await list(`after=${new Date(now + 60_000).toISOString()}&status=any`)).json()).toEqual([]);
  });

  test("a published page is a readable page without scripts; drafts and strangers are 404", async () => {
    await fetch(
      `${site()}/wp-json/wp/v2/posts`,
      json({ title: "Open books", slug: "open-books", content: "<p>Words.</p>", status: "publish" }),
    );
    const page = await fetch(`${site()}/open-books/`);
    expect(page.headers.get("content-security-policy")).toContain("script-src 'none'");
    expect(await page.text()).toMatch(/<h1>Open books<\/h1>[\s\S]*<p>Words\.<\/p>/);
    expect((await fetch(`${site()}/no-such-post/`)).status).toBe(404);
    expect((await fetch(`${site()}/`)).status).toBe(200);
  });
});
