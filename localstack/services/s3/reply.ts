import type { ServerResponse } from "node:http";
import { S3Failure } from "./failure.ts";
import { element } from "./xml.ts";

const exposed =
  "ETag, Content-Length, Content-Range, Content-Type, Content-Disposition, Accept-Ranges, x-amz-request-id";

/** Lets pages of any origin use the server, as a bucket does whose CORS rules allow all. */
export function allowOrigins(res: ServerResponse): void {
  res.setHeader("access-control-allow-origin", "*");
  res.setHeader("access-control-expose-headers", exposed);
}

/** Answers a browser's preflight request. */
export function replyPreflight(res: ServerResponse, askedHeaders: string | undefined): void {
  res.setHeader("access-control-allow-methods", "GET, HEAD, PUT, POST, DELETE");
  res.setHeader("access-control-allow-headers", askedHeaders ?? "*");
  res.setHeader("access-control-max-age", "3600");
  res.writeHead(200).end();
}

export function replyXml(res: ServerResponse, xml: string): void {
  res.setHeader("content-type", "application/xml");
  res.setHeader("content-length", Buffer.byteLength(xml));
  res.writeHead(200).end(xml);
}

export function replyEmpty(res: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  if (status !== 204 && status !== 304) res.setHeader("content-length", 0);
  res.writeHead(status, headers).end();
}

/** Answers an error; a HEAD request gets the status only, as its answer has no body. */
export function replyFailure(res: ServerResponse, error: unknown, method: string, resource: string): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const known =
    error instanceof S3Failure
      ? error
      : new S3Failure(500, "InternalError", "We encountered an internal error. Please try again.");
  const details = element("Code", known.code) + element("Message", known.message) + element("Resource", resource);
  const requestId = element("RequestId", String(res.getHeader("x-amz-request-id")));
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${details}${requestId}</Error>`;
  res.setHeader("connection", "close");
  if (method === "HEAD") {
    res.writeHead(known.status).end();
    return;
  }
  res.setHeader("content-type", "application/xml");
  res.writeHead(known.status).end(xml);
}
