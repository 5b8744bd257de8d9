import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { sampleOf } from "#localstack/providers/sample.ts";
import { simulatedWorld } from "./world.ts";

const world = simulatedWorld();
const site = () => `${world.url}/wordpress/quillbrook`;
const signedIn = () => ({
  authorization: `Basic ${Buffer.from(`leadmetrics:${world.wordpressPassword}`).toString("base64")}`,
});
const json = (body: object) => ({ method: "POST", headers: signedIn(), body: JSON.stringify(body) });

describe("the admin surface", () => {
  test("a fault hits only matching requests, as often as told", async () => {
    await world.fault({ provider: "ollama", kind: "server_error", times: 2, match: "unlucky" });
    const ask = async (content: string) => {
      const body = JSON.stringify({ model: "m", stream: false, messages: [{ role: "user", content }] });
      return (await fetch(`${world.url}/ollama/api/chat`, { method: "POST", body })).status;
    };
    expect(await ask("lucky")).toBe(200);
    expect([await ask("unlucky"), await ask("unlucky"), await ask("unlucky")]).toEqual([500, 500, 200]);
    expect(await (await fetch(`${world.url}/admin/faults`)).json()).toEqual({ faults: [] });
  });

  test("an unknown fault is refused", async () => {
    const answer = await fetch(`${world.url}/admin/faults`, {
      method: "POST",
      body: '{"provider":"openai","kind":"bad mood"}',
    });
    expect(answer.status).toBe(422);
  });

  test("latency delays but answers", async () => {
    await world.fault({ provider: "ollama", kind: "latency", ms: 120 });
    const started = performance.now();
    expect((await fetch(`${world.url}/ollama/api/tags`)).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(110);
  });

  test("forms set faults and lead back to the page, which shows calls without letting their text become markup", async () => {
    const body = new URLSearchParams({
      provider: "openai",
      kind: "auth",
      times: "3",
      ms: "",
      retryAfterS: "",
      match: "",
    });
    const answer = await fetch(`${world.url}/admin/faults`, { method: "POST", body, redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/"]);
    await fetch(`${site()}/wp-json/wp/v2/posts`, json({ title: "<script>x</script>", status: "draft" }));
    const page = await (await fetch(world.url)).text();
    expect(page).toContain("openai: 401, 3×");
    expect(page).toContain("&lt;script&gt;");
    expect(page).not.toContain("<script>x");
  });
});

describe("samples of a JSON schema", () => {
  test.each([
    z.object({
      a: z.string().min(60).max(80),
      b: z.int().min(3).max(4),
      c: z.array(z.boolean()).min(2),
      d: z.string().optional(),
    }),
    z.object({ kind: z.enum(["x", "y"]), when: z.iso.datetime(), mail: z.email(), link: z.url(), none: z.null() }),
    z.discriminatedUnion("type", [
      z.object({ type: z.literal("one"), n: z.number().gt(1) }),
      z.object({ type: z.literal("two") }),
    ]),
    z.object({
      score: z.number().min(0).max(0.5),
      tuple: z.tuple([z.string(), z.number()]),
      map: z.record(z.string(), z.number()),
    }),
    z.object({
      tree: z.object({
        get next() {
          return z.string().nullable();
        },
      }),
    }),
  ])("fit their schema %#", (schema) => {
    const shape = z.toJSONSchema(schema, { target: "draft-7" });
    const validate = new Ajv({ strict: false, formats: { "date-time": true, email: true, uri: true } }).compile(shape);
    expect(validate(sampleOf(shape as Record<string, unknown>)) || validate.errors).toBe(true);
    expect(() => schema.parse(sampleOf(shape as Record<string, unknown>))).not.toThrow();
  });
});

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

describe("the process", () => {
  let dataDir = "";
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "simulators-"));
  });
  afterAll(() => rm(dataDir, { recursive: true }));

  test("keeps its posts and password over kill -9, and ends cleanly on SIGTERM", async () => {
    const first = await start(dataDir);
    const headers = { authorization: `Basic ${Buffer.from("leadmetrics:pass word").toString("base64")}` };
    const body = JSON.stringify({ title: "Stays", status: "publish" });
    const posted = await fetch(`${first.url}/wordpress/solvane/wp-json/wp/v2/posts`, { method: "POST", headers, body });
    expect(posted.status).toBe(201);
    first.child.kill("SIGKILL");
    await ended(first.child);
    const second = await start(dataDir);
    expect((await fetch(`${second.url}/wordpress/solvane/stays/`)).status).toBe(200);
    second.child.kill("SIGTERM");
    expect(await ended(second.child)).toBe(0);
  });
});

function start(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const env = { ...process.env, PORT: "0", DATA_DIR: dataDir, SIMULATOR_WORDPRESS_PASSWORD: "pass word" };
  const child = spawn(process.execPath, ["localstack/providers/index.ts"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("exit", () => reject(new Error("The simulators ended before they were ready.")));
    child.stdout?.on("data", (chunk) => {
      const url = /ready (\S+)/.exec(String(chunk))?.[1];
      if (url) resolve({ child, url });
    });
  });
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("exit", resolve));
}
