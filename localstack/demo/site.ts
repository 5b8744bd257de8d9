import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buildDemoFiles } from "./build.ts";
import { companies } from "./company.ts";
import type { DemoFile } from "./demo-file.ts";
import { homePage, indexPage, robots, sitemap } from "./site-pages.ts";

export type Site = { port: number; url: string; stop: () => Promise<void> };
type Answer = { type: string; body: Buffer | string; download?: string };

/**
 * Serves the websites of the demo companies (`/<slug>/`) and their documents (`/files/<slug>/<file>`) on 127.0.0.1.
 * `filesDir` is the folder of `buildDemoFiles`; what is missing there is built first. Port 0 takes a free one.
 * @throws if the port is taken
 */
export async function startSite({ port, filesDir }: { port: number; filesDir: string }): Promise<Site> {
  const files = await buildDemoFiles(filesDir);
  const server = createServer((request, response) => {
    answer(request, files, url).then(
      (found) => send(request, response, found),
      () => response.writeHead(500).end("The page could not be read.\n"),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address ? address.port : port;
  const url = `http://127.0.0.1:${bound}`;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: bound, url, stop };
}

async function answer(
  request: IncomingMessage,
  files: readonly DemoFile[],
  origin: string,
): Promise<Answer | undefined> {
  const { pathname } = new URL(request.url ?? "/", origin);
  if (pathname === "/") return { type: "text/html; charset=utf-8", body: indexPage(companies) };
  if (pathname === "/robots.txt") {
    return plainText(robots(companies.map(({ slug }) => `${origin}/${slug}/sitemap.xml`)));
  }
  const [, first = "", ...rest] = pathname.split("/");
  const name = rest.at(-1) ?? "";
  if (first === "files") {
    const file = files.find((candidate) => candidate.tenantSlug === rest[0] && candidate.fileName === name);
    return file && rest.length === 2 ? { ...(await content(file)), download: file.fileName } : undefined;
  }
  const company = companies.find(({ slug }) => slug === first);
  if (!company || rest.length > 1) return undefined;
  if (name === "") return { type: "text/html; charset=utf-8", body: homePage(company, files) };
  if (name === "robots.txt") return plainText(robots([`${origin}/${company.slug}/sitemap.xml`]));
  if (name === "sitemap.xml") return { type: "application/xml", body: sitemap(origin, company, files) };
  const file = files.find(
    ({ tenantSlug, fileName, mime }) => tenantSlug === first && fileName === name && mime === "text/html",
  );
  return file ? content(file) : undefined;
}

async function content(file: DemoFile): Promise<Answer> {
  const text = file.mime.startsWith("text/");
  return { type: text ? `${file.mime}; charset=utf-8` : file.mime, body: await readFile(file.path) };
}

function plainText(body: string): Answer {
  return { type: "text/plain; charset=utf-8", body };
}

function send(request: IncomingMessage, response: ServerResponse, found: Answer | undefined): void {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" }).end();
    return;
  }
  if (!found) {
    response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("There is no such page.\n");
    return;
  }
  const etag = `"${createHash("sha256").update(found.body).digest("hex").slice(0, 32)}"`;
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  response.writeHead(200, {
    "content-type": found.type,
    "content-length": Buffer.byteLength(found.body),
    etag,
    ...(found.download ? { "content-disposition": `inline; filename="${found.download}"` } : {}),
  });
  response.end(request.method === "HEAD" ? undefined : found.body);
}

if (import.meta.main) {
  const filesDir = process.env["DATA_DIR"];
  if (!filesDir) throw new Error("DATA_DIR must name the folder of the demo files.");
  const site = await startSite({ port: Number(process.env["PORT"] ?? "0"), filesDir });
  process.stdout.write(`ready ${site.url}\n`);
  const leave = () => void site.stop().then(() => process.exit(0));
  process.once("SIGTERM", leave);
  process.once("SIGINT", leave);
}
