import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { toolsDir } from "#localstack/paths.ts";
import { unpack } from "#localstack/services/debian.ts";

const manual = "debian-policy";
const types: Record<string, string> = { ".html": "text/html", ".css": "text/css", ".pdf": "application/pdf" };

/** A website that nobody wrote for a test: a manual of Debian as its package brings it, served as a web server shows a folder. */
export async function serveManual(): Promise<{ url: string; pages: number; close(): Promise<void> }> {
  const dir = join(toolsDir, manual);
  if (!existsSync(dir)) await unpack(dir, [manual], () => undefined);
  const root = join(dir, "usr/share/doc", manual);
  const server = createServer((req, res) => {
    const path = join(root, normalize(decodeURIComponent(new URL(req.url ?? "/", "http://site").pathname)));
    const file = fileAt(path);
    if (!path.startsWith(root) || file === undefined) return void res.writeHead(404).end();
    const isFolder = statSync(file).isDirectory();
    const type = isFolder ? "text/html" : (types[extname(file)] ?? "application/octet-stream");
    res.setHeader("content-type", `${type}; charset=utf-8`);
    if (isFolder) return void res.end(listing(file));
    createReadStream(file).pipe(res);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env["OUTBOUND_ALLOW"] = [process.env["OUTBOUND_ALLOW"], host].filter(Boolean).join(",");
  return {
    url: `http://${host}/`,
    pages: readdirSync(root, { recursive: true }).filter((name) => String(name).endsWith(".html")).length,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function fileAt(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const index = join(path, "index.html");
  return statSync(path).isDirectory() && existsSync(index) ? index : path;
}

function listing(dir: string): string {
  const names = readdirSync(dir, { withFileTypes: true }).map((entry) => entry.name + (entry.isDirectory() ? "/" : ""));
  const links = names.map((name) => `<li><a href="${encodeURI(name)}">${name}</a></li>`);
  return `<!doctype html><html lang="en"><head><title>Debian manuals</title></head><body><h1>Debian manuals</h1><ul>${links.join("")}</ul></body></html>`;
}
