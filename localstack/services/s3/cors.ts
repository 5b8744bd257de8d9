import type { IncomingMessage, ServerResponse } from "node:http";
import { invalidRequest, malformedXml, S3Failure } from "./failure.ts";
import { replyEmpty } from "./reply.ts";
import { header } from "./request.ts";
import { blocks, element, textOf, textsOf, xmlDocument } from "./xml.ts";

const METHODS = ["GET", "PUT", "HEAD", "POST", "DELETE"];
const RULES_MAX = 100;

/** One rule of a bucket: who may send what, and what they may read of the answer. `*` stands for any text, once. */
export interface CorsRule {
  id?: string | undefined;
  origins: string[];
  methods: string[];
  headers: string[];
  exposed: string[];
  maxAgeS?: number | undefined;
}

/** Lets pages of any origin use a bucket. */
export const openToAll: CorsRule = {
  origins: ["*"],
  methods: METHODS,
  headers: ["*"],
  exposed: [
    "ETag",
    "Content-Length",
    "Content-Range",
    "Content-Type",
    "Content-Disposition",
    "Accept-Ranges",
    "x-amz-request-id",
    "x-amz-version-id",
  ],
  maxAgeS: 3_600,
};

/** Reads a CORSConfiguration. @throws S3Failure 400 MalformedXML or InvalidRequest */
export function parseRules(xml: string): CorsRule[] {
  const rules = blocks(xml, "CORSRule").map((block): CorsRule => {
    const maxAge = textOf(block, "MaxAgeSeconds");
    return {
      id: textOf(block, "ID"),
      origins: textsOf(block, "AllowedOrigin"),
      methods: textsOf(block, "AllowedMethod"),
      headers: textsOf(block, "AllowedHeader"),
      exposed: textsOf(block, "ExposeHeader"),
      maxAgeS: maxAge === undefined ? undefined : Number(maxAge),
    };
  });
  if (rules.length === 0 || rules.length > RULES_MAX) throw malformedXml();
  for (const rule of rules) refuseWrongRule(rule);
  return rules;
}

function refuseWrongRule({ origins, methods, headers, maxAgeS }: CorsRule): void {
  if (origins.length === 0 || methods.length === 0 || Number.isNaN(maxAgeS)) throw malformedXml();
  const method = methods.find((name) => !METHODS.includes(name));
  if (method !== undefined) {
    throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${method}`);
  }
  const twice = (text: string): boolean => text.indexOf("*") !== text.lastIndexOf("*");
  const origin = origins.find(twice);
  if (origin !== undefined) throw invalidRequest(`AllowedOrigin "${origin}" can not have more than one wildcard.`);
  const name = headers.find(twice);
  if (name !== undefined) throw invalidRequest(`AllowedHeader "${name}" can not have more than one wildcard.`);
}

/** Writes rules as a CORSConfiguration. */
export function showRules(rules: CorsRule[]): string {
  const shown = rules.map(({ id, origins, methods, headers, exposed, maxAgeS }) => {
    const fields = [
      element("ID", id),
      ...origins.map((origin) => element("AllowedOrigin", origin)),
      ...methods.map((method) => element("AllowedMethod", method)),
      ...headers.map((name) => element("AllowedHeader", name)),
      ...exposed.map((name) => element("ExposeHeader", name)),
      element("MaxAgeSeconds", maxAgeS),
    ];
    return `<CORSRule>${fields.join("")}</CORSRule>`;
  });
  return xmlDocument("CORSConfiguration", shown.join(""));
}

/** The first rule that lets a page of this origin send this method with these headers. */
export function matchRule(rules: CorsRule[], origin: string, method: string, headers: string[]): CorsRule | undefined {
  return rules.find(
    (rule) =>
      rule.origins.some((pattern) => matches(pattern, origin)) &&
      rule.methods.includes(method) &&
      headers.every((name) => rule.headers.some((pattern) => matches(pattern.toLowerCase(), name))),
  );
}

function matches(pattern: string, text: string): boolean {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern === text;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}

/** Says to the page that asked what its bucket's rules allow it; nothing to anyone else. */
export function allowOrigin(message: IncomingMessage, res: ServerResponse, rules: CorsRule[]): void {
  const origin = header(message, "origin");
  if (origin === undefined) return;
  const rule = matchRule(rules, origin, message.method ?? "GET", []);
  if (rule) setHeaders(res, rule, origin);
}

/** Answers a browser's preflight request. @throws S3Failure 403 AccessForbidden, 400 BadRequest */
export function replyPreflight(message: IncomingMessage, res: ServerResponse, rules: CorsRule[] | undefined): void {
  const origin = header(message, "origin");
  const method = header(message, "access-control-request-method") ?? "";
  if (origin === undefined) throw badPreflight("Insufficient information. Origin request header needed.");
  if (!METHODS.includes(method)) throw badPreflight(`Invalid Access-Control-Request-Method: ${method || "null"}`);
  if (!rules || rules.length === 0) throw forbidden("CORS is not enabled for this bucket.");
  const headers = (header(message, "access-control-request-headers") ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
  const rule = matchRule(rules, origin, method, headers);
  if (!rule) {
    throw forbidden(
      "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
    );
  }
  setHeaders(res, rule, origin);
  if (headers.length > 0) res.setHeader("access-control-allow-headers", headers.join(", "));
  replyEmpty(res, 200);
}

function setHeaders(res: ServerResponse, rule: CorsRule, origin: string): void {
  const isOpen = rule.origins.includes("*");
  res.setHeader("access-control-allow-origin", isOpen ? "*" : origin);
  if (!isOpen) res.setHeader("access-control-allow-credentials", "true");
  res.setHeader("access-control-allow-methods", rule.methods.join(", "));
  if (rule.exposed.length > 0) res.setHeader("access-control-expose-headers", rule.exposed.join(", "));
  if (rule.maxAgeS !== undefined) res.setHeader("access-control-max-age", rule.maxAgeS);
  res.setHeader("vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
}

function forbidden(reason: string): S3Failure {
  return new S3Failure(403, "AccessForbidden", `CORSResponse: ${reason}`);
}

function badPreflight(message: string): S3Failure {
  return new S3Failure(400, "BadRequest", message);
}
