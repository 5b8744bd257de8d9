import type { IncomingMessage, ServerResponse } from "node:http";
import { listPage, mailPage, messagePage } from "./inbox-page.ts";
import type { Mailbox } from "./mailbox.ts";
import { attachmentsOf, describeMail, parseSource } from "./parse.ts";

const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'";
const mailPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data: http: https:; style-src 'unsafe-inline'; font-src data:";

/** Answers the inbox: pages for people, `/api/mails` for tests. Posts from other sites are refused. */
export async function routeInbox(mailbox: Mailbox, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? "/", "http://localhost");
  const [first, ...rest] = url.pathname.split("/").filter(Boolean);
  const method = req.method ?? "GET";
  res.setHeader("x-content-type-options", "nosniff");
  if (method !== "GET" && method !== "HEAD" && isForeign(req))
    return sendJson(res, 403, { error: "requests from other sites are refused" });
  if (first === undefined) {
    const filter = { to: url.searchParams.get("to") ?? "", subject: url.searchParams.get("subject") ?? "" };
    return sendPage(res, listPage(mailbox.list(filter), filter));
  }
  if (first === "health") return sendJson(res, 200, { ok: true });
  if (first === "clear" && method === "POST") {
    mailbox.remove(mailbox.list().map((mail) => mail.id));
    res.writeHead(303, { location: "/" }).end();
    return;
  }
  if (first === "api" && rest[0] === "mails") return routeApi(mailbox, method, rest.slice(1), url.searchParams, res);
  const summary = first === "mails" ? mailbox.get(rest[0] ?? "") : undefined;
  if (!summary) return sendPage(res, messagePage("There is nothing here."), 404);
  const mail = describeMail(await parseSource(await mailbox.source(summary.id)));
  if (rest[1] === undefined) return sendPage(res, mailPage(summary, mail));
  res.setHeader("content-security-policy", mailPolicy);
  send(res, 200, "text/html; charset=utf-8", `<base target="_blank">${mail.html ?? ""}`);
}

async function routeApi(
  mailbox: Mailbox,
  method: string,
  path: string[],
  query: URLSearchParams,
  res: ServerResponse,
): Promise<void> {
  const [id, part, position] = path;
  if (id === undefined) {
    const mails = mailbox.list({ to: query.get("to") ?? undefined, subject: query.get("subject") ?? undefined });
    if (method !== "DELETE") return sendJson(res, 200, mails);
    mailbox.remove(mails.map((mail) => mail.id));
    return sendJson(res, 200, { deleted: mails.length });
  }
  const summary = mailbox.get(id);
  if (!summary) return sendJson(res, 404, { error: `mail ${id} does not exist` });
  if (method === "DELETE") {
    mailbox.remove([id]);
    return sendJson(res, 200, { deleted: 1 });
  }
  const source = await mailbox.source(id);
  if (part === "source") return send(res, 200, "text/plain; charset=utf-8", source);
  const parsed = await parseSource(source);
  if (part === undefined) return sendJson(res, 200, { ...summary, ...describeMail(parsed), envelopeTo: summary.to });
  const attachment = part === "attachments" ? attachmentsOf(parsed)[Number(position)] : undefined;
  if (!attachment) return sendJson(res, 404, { error: `mail ${id} has no such part` });
  const filename = encodeURIComponent(attachment.filename ?? "attachment");
  res.setHeader("content-disposition", `attachment; filename*=UTF-8''${filename}`);
  res.setHeader("content-security-policy", "sandbox");
  send(res, 200, attachment.contentType, attachment.content);
}

function isForeign(req: IncomingMessage): boolean {
  const site = req.headers["sec-fetch-site"];
  return site !== undefined && site !== "same-origin" && site !== "none";
}

function sendPage(res: ServerResponse, html: string, status = 200): void {
  res.setHeader("content-security-policy", pagePolicy);
  send(res, status, "text/html; charset=utf-8", html);
}

function sendJson(res: ServerResponse, status: number, body: unknown): void {
  send(res, status, "application/json; charset=utf-8", JSON.stringify(body));
}

function send(res: ServerResponse, status: number, type: string, body: string | Buffer): void {
  res.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) }).end(body);
}
