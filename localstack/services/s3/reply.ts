import type { ServerResponse } from "node:http";
import { S3Failure } from "./failure.ts";
import { element } from "./xml.ts";

export function replyXml(res: ServerResponse, xml: string, status = 200): void {
  res.setHeader("content-type", "application/xml");
  res.setHeader("content-length", Buffer.byteLength(xml));
  res.writeHead(status).end(xml);
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
  const fields = [
    element("Code", known.code),
    element("Message", known.message),
    ...Object.entries(known.details).map(([name, text]) => element(name, text)),
    element("Resource", resource),
    element("RequestId", String(res.getHeader("x-amz-request-id"))),
    element("HostId", "local"),
  ];
  res.setHeader("connection", "close");
  for (const [name, value] of Object.entries(known.headers)) res.setHeader(name, value);
  if (method === "HEAD") {
    res.writeHead(known.status).end();
    return;
  }
  res.setHeader("content-type", "application/xml");
  res.writeHead(known.status).end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error>${fields.join("")}</Error>`);
}
