import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a site answers: a page of HTML, or something of its own. */
export type Reply =
  | string
  | { status?: number; headers?: Record<string, string>; body?: string | Uint8Array }
  | ((req: IncomingMessage, res: ServerResponse) => void);

/** A website on this machine, for as long as a test needs it. */
export interface TestSite {
  url: string;
  host: string;
  /** `GET /path` of every request, in order. */
  calls: string[];
  pages: Record<string, Reply>;
  close(): Promise<void>;
}

/** Serves pages by their path; any other is 404. The address is allowed as those of the local cloud are. */
export async function serve(pages: Record<string, Reply>): Promise<TestSite> {
  const calls: string[] = [];
  const server = createServer((req, res) => {
    calls.push(`${req.method} ${req.url}`);
    answer(site.pages[req.url ?? ""] ?? site.pages["*"] ?? { status: 404, body: "not here" }, req, res);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env["OUTBOUND_ALLOW"] = [process.env["OUTBOUND_ALLOW"], host].filter(Boolean).join(",");
  const close = () =>
    new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  const site: TestSite = { url: `http://${host}`, host, calls, pages, close };
  return site;
}

function answer(reply: Reply, req: IncomingMessage, res: ServerResponse): void {
  if (typeof reply === "function") {
    reply(req, res);
    return;
  }
  const { status = 200, headers = {}, body = "" } = typeof reply === "string" ? { body: reply } : reply;
  res.writeHead(status, { "content-type": "text/html; charset=utf-8", ...headers }).end(body);
}

/** A page with a title, links and enough to read that is of this page alone. */
export function page(title: string, links: readonly string[] = [], extra = "", head = ""): string {
  const sentences = Array.from(
    { length: 6 },
    (_, n) => `${title} has a sentence number ${n} that is found on no other page.`,
  );
  const list = links.map((href) => `<a href="${href}">${href}</a>`).join(" ");
  return `<!doctype html><html lang="en"><head><title>${title}</title>${head}</head><body><main><h1>${title}</h1><p>${sentences.join(" ")}</p>${extra}</main><div>${list}</div></body></html>`;
}
