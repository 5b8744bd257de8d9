import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import mammoth from "mammoth";
import { extractText } from "unpdf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BrokenFile, buildBrokenFiles } from "#localstack/demo/broken/build.ts";
import { buildDemoFiles } from "#localstack/demo/build.ts";
import { companies } from "#localstack/demo/company.ts";
import type { DemoFile } from "#localstack/demo/demo-file.ts";
import { memberships, people } from "#localstack/demo/people.ts";
import { type Site, startSite } from "#localstack/demo/site.ts";
import { readSources } from "#localstack/demo/source.ts";
import { tenants } from "#localstack/demo/tenants.ts";
import { platformBannedWords } from "#schema/tenant.ts";

let dir: string;
let files: DemoFile[];
const texts = new Map<string, string>();

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "demo-"));
  files = await buildDemoFiles(join(dir, "files"));
  for (const file of files) texts.set(file.path, await textOf(file));
});

afterAll(() => rm(dir, { recursive: true, force: true }));

async function textOf(file: DemoFile): Promise<string> {
  const bytes = await readFile(file.path);
  if (file.mime === "application/pdf") return (await extractText(new Uint8Array(bytes), { mergePages: true })).text;
  if (file.mime.includes("wordprocessingml")) return (await mammoth.extractRawText({ buffer: bytes })).value;
  if (file.mime === "text/html") return parseHTML(bytes.toString()).document.querySelector("main")?.textContent ?? "";
  return bytes.toString();
}

describe("demo documents", () => {
  it("come as at least 14 files with at least 3 of each format, split over both companies", () => {
    expect(files.length).toBeGreaterThanOrEqual(14);
    const counts = Object.groupBy(files, (file) => file.fileName.split(".").at(-1) ?? "");
    for (const format of ["md", "html", "pdf", "docx"])
      expect(counts[format]?.length, format).toBeGreaterThanOrEqual(3);
    for (const { slug } of companies) {
      const own = files.filter((file) => file.tenantSlug === slug);
      expect(own.length, slug).toBeGreaterThanOrEqual(7);
      expect(new Set(own.map((file) => file.docKind))).toEqual(
        new Set(["brand_voice", "context", "landing_page", "document"]),
      );
    }
  });

  it("give back at least 700 words each when their text is extracted", () => {
    for (const file of files) {
      const words = texts.get(file.path)?.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
      expect(words, file.fileName).toBeGreaterThanOrEqual(700);
      expect(words, file.fileName).toBeLessThanOrEqual(2_800);
    }
  });

  it("keep every sentence of their source", async () => {
    const sources = await readSources();
    for (const source of sources) {
      const file = files.find(
        (one) => one.tenantSlug === source.tenantSlug && one.fileName.startsWith(`${source.name}.`),
      );
      const extracted = squeeze(texts.get(file?.path ?? "") ?? "");
      const lastParagraph = source.body.split("\n\n").findLast((block) => /^[A-Z]/.test(block)) ?? "";
      expect(extracted, source.name).toContain(squeeze(lastParagraph));
    }
  });

  it("are byte for byte the same when they are built again", async () => {
    const again = await buildDemoFiles(join(dir, "again"));
    expect(again.map(({ fileName, sha256 }) => [fileName, sha256])).toEqual(
      files.map(({ fileName, sha256 }) => [fileName, sha256]),
    );
    for (const file of again) {
      expect(
        createHash("sha256")
          .update(await readFile(file.path))
          .digest("hex"),
      ).toBe(file.sha256);
    }
  });

  it("are left alone when nothing has changed, and restored when one is missing or cut short", async () => {
    const [first, second] = files;
    if (!first || !second) throw new Error("There are no files.");
    const before = await stat(first.path);
    await buildDemoFiles(join(dir, "files"));
    expect((await stat(first.path)).mtimeMs).toBe(before.mtimeMs);
    await rm(first.path);
    await writeFile(second.path, "cut");
    await buildDemoFiles(join(dir, "files"));
    expect((await stat(first.path)).size).toBe(first.bytes);
    expect((await stat(second.path)).size).toBe(second.bytes);
  });

  it("use none of the words that the tenant or the platform bans, outside the brand voice guide", () => {
    for (const tenant of tenants) {
      const banned = [...platformBannedWords, ...(tenant.brandVoice?.bannedWords ?? [])];
      const pattern = new RegExp(`\\b(${banned.join("|")})\\b`, "i");
      for (const file of files.filter((one) => one.tenantSlug === tenant.slug && one.docKind !== "brand_voice")) {
        expect(texts.get(file.path)?.match(pattern)?.[0], file.fileName).toBeUndefined();
      }
      expect(tenant.contextFile?.match(pattern)?.[0]).toBeUndefined();
    }
  });
});

describe("demo tenants and people", () => {
  it("let every membership point at a known person and tenant, with one admin on each client side", () => {
    const emails = new Set(people.map((person) => person.email));
    const slugs = new Set(tenants.map((tenant) => tenant.slug));
    for (const member of memberships) {
      expect(emails).toContain(member.email);
      expect(slugs).toContain(member.tenantSlug);
    }
    for (const slug of slugs) {
      const admins = memberships.filter(
        (one) => one.tenantSlug === slug && one.side === "client" && one.role === "admin",
      );
      expect(admins, slug).toHaveLength(1);
    }
  });

  it("back every sample request with at least 60 sentences of prose on its topic", async () => {
    const all = await readSources();
    for (const tenant of tenants) {
      const sections = all
        .filter((source) => source.tenantSlug === tenant.slug && source.docKind !== "brand_voice")
        .flatMap((source) => source.body.split(/^(?=## )/mu).map((section) => `${source.title}\n\n${section}`));
      for (const request of tenant.sampleRequests) {
        const topic = termsOf(`${request.topic} ${request.brief} ${request.targetKeyword}`);
        const supporting = sections
          .filter((section) => shared(section, topic) >= 5)
          .flatMap((section) => sentencesOf(section).filter((sentence) => shared(sentence, topic) >= 1));
        expect(supporting.length, request.topic).toBeGreaterThanOrEqual(60);
        expect(request.wordCount).toBeGreaterThanOrEqual(900);
        expect(request.wordCount).toBeLessThanOrEqual(1_400);
      }
    }
  });

  it("keep the context file between 1,500 and 3,500 characters", () => {
    for (const { contextFile, slug } of tenants.filter((tenant) => tenant.contextFile !== null)) {
      expect(contextFile?.length, slug).toBeGreaterThanOrEqual(1_500);
      expect(contextFile?.length, slug).toBeLessThanOrEqual(3_500);
    }
  });
});

describe("demo site", () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite({ port: 0, filesDir: join(dir, "files") });
  });
  afterAll(() => site.stop());

  it("links each home page to real pages that its sitemap lists", async () => {
    for (const { slug, name } of companies) {
      const home = await (await fetch(`${site.url}/${slug}/`)).text();
      expect(parseHTML(home).document.querySelector("header")?.textContent).toContain(name);
      const hrefs = [...parseHTML(home).document.querySelectorAll(".cards a")].map((link) => link.getAttribute("href"));
      expect(hrefs.length).toBeGreaterThanOrEqual(3);
      const map = await (await fetch(`${site.url}/${slug}/sitemap.xml`)).text();
      for (const href of hrefs) {
        expect((await fetch(`${site.url}${href}`)).status).toBe(200);
        expect(map).toContain(`<loc>${site.url}${href}</loc>`);
      }
      expect(await (await fetch(`${site.url}/${slug}/robots.txt`)).text()).toContain(
        `Sitemap: ${site.url}/${slug}/sitemap.xml`,
      );
    }
  });

  it("hands out every document with its type and unchanged bytes", async () => {
    for (const file of files) {
      const response = await fetch(`${site.url}/files/${file.tenantSlug}/${file.fileName}`);
      expect(response.headers.get("content-type")).toContain(file.mime);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(file.sha256);
    }
  });

  it("answers 304 to a known ETag, 404 to unknown and climbing paths, 405 to a post", async () => {
    const page = await fetch(`${site.url}/solvane/heat-pump-guide.html`);
    const again = await fetch(page.url, { headers: { "if-none-match": page.headers.get("etag") ?? "" } });
    expect(again.status).toBe(304);
    for (const path of ["/nobody/", "/files/solvane/manifest.json", "/files/solvane/..%2fmanifest.json"]) {
      expect((await fetch(site.url + path)).status, path).toBe(404);
    }
    expect((await fetch(`${site.url}/solvane/`, { method: "POST" })).status).toBe(405);
  });
});

describe("demo site as a process", () => {
  it("says when it is ready and leaves with code 0 on SIGTERM", async () => {
    const script = join(import.meta.dirname, "../../localstack/demo/site.ts");
    const env = { ...process.env, PORT: "0", DATA_DIR: join(dir, "files") };
    const child = spawn(process.execPath, [script], { env, stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const url = /^ready (http:\S+)/.exec(line.toString())?.[1];
    expect((await fetch(`${url}/harbor-pine/`)).status).toBe(200);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  });
});

describe("broken files", () => {
  let broken: BrokenFile[];
  const read = (reason: BrokenFile["reason"]) => {
    const found = broken.find((file) => file.reason === reason);
    return readFile(found?.path ?? "");
  };
  beforeAll(async () => {
    broken = await buildBrokenFiles(join(dir, "broken"));
  });

  it("cannot be read as PDF when truncated, encrypted or of another type", async () => {
    await expect(extractText(new Uint8Array(await read("truncated")))).rejects.toThrow();
    await expect(extractText(new Uint8Array(await read("encrypted")))).rejects.toThrow(/password/i);
    for (const file of broken.filter((one) => one.reason === "wrong_type")) {
      await expect(extractText(new Uint8Array(await readFile(file.path))), file.fileName).rejects.toThrow();
    }
  });

  it("hold no text in the empty document and orders to a model in the hostile page", async () => {
    const empty = await mammoth.extractRawText({ buffer: await read("no_text") });
    expect(empty.value.trim()).toBe("");
    expect((await read("prompt_injection")).toString()).toMatch(/ignore previous instructions/i);
  });
});

/** Letters and digits only: extraction may wrap, hyphenate or space a line differently. */
function squeeze(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, "");
}

function sentencesOf(markdown: string): string[] {
  const prose = markdown.split(/\n\s*\n/u).filter((block) => !block.startsWith("|") && !block.startsWith("#"));
  return prose
    .flatMap((block) => block.split(/(?<=[.!?])\s+/u))
    .filter((sentence) => sentence.split(/\s+/).length >= 6);
}

function shared(text: string, topic: ReadonlySet<string>): number {
  return [...termsOf(text)].filter((term) => topic.has(term)).length;
}

function termsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  return new Set(words.map((word) => word.replace(/(ing|es|s|ed)$/u, "")).filter((word) => !stopWords.has(word)));
}

const stopWords = new Set(
  "with from that what when does they them this have your which about into than more will each include explain give real example article reader".split(
    " ",
  ),
);
