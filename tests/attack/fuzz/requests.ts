import fc from "fast-check";
import type { Operation, Schema } from "./document.ts";
import { anyText, fitting, hostile } from "./values.ts";

/** A request as data, so that a failure prints what to send again. */
export interface FuzzRequest {
  route: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

export interface Material {
  named: Record<string, Schema>;
  /** Ids of things of one's own, of another tenant, and of no one. */
  ids: readonly string[];
  callers: readonly Caller[];
}

/** A person, machine or stranger who asks. */
export interface Caller {
  headers: Record<string, string>;
  /** Prefixes of the surfaces that are meant for them. */
  at: readonly string[];
}

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;
const types = [
  "application/json",
  "application/json; charset=utf-16",
  "text/plain",
  "application/xml",
  "multipart/form-data; boundary=x",
  "application/x-www-form-urlencoded",
  "",
];
// What a header may hold at all; the rest never leaves a client.
const headerText = fc.string({
  unit: fc.constantFrom(..."abcXYZ0189-_.:;,=+/\\\"'(){}[]<>@!?*% \t".split("")),
  maxLength: 60,
});

/** Requests to one route: some right, most wrong in one or several ways. */
export function requestsTo(operation: Operation, material: Material): fc.Arbitrary<FuzzRequest> {
  const { route } = operation;
  return fc
    .record({
      method: fc.oneof(
        { weight: 12, arbitrary: fc.constant(operation.method) },
        { weight: 1, arbitrary: fc.constantFrom(...methods) },
      ),
      path: pathOf(operation, material),
      query: queryOf(operation, material),
      headers: headersOf(operation, material),
      body: bodyOf(operation, material),
    })
    .map(({ method, path, query, headers, body }) => {
      const sends = body.text !== undefined && method !== "GET" && method !== "HEAD";
      return {
        route,
        method,
        path: path + query,
        headers: sends && body.type !== "" ? { ...headers, "content-type": body.type } : headers,
        body: sends ? body.text : undefined,
      };
    });
}

function pathOf({ path }: Operation, { ids }: Material): fc.Arbitrary<string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const part = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...ids) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        "1",
        "-1",
        "blog-writer",
        "0x0",
        "null",
        "%00",
        "%ff",
        "..%2f..",
        "%F0%9F%98%80",
        "x".repeat(300),
        "a%0d%0ab",
        "'%20or%201=1",
        "*",
        "%",
      ),
    },
    {
      weight: 1,
      arbitrary: anyText.map((text) => encodeURIComponent(text.toWellFormed())),
    },
  );
  return fc
    .tuple(...names.map(() => part))
    .map((values) => names.reduce((made, name, at) => made.replace(`{${name}}`, () => values[at] || "-"), path));
}

function queryOf({ parameters }: Operation, { named, ids }: Material): fc.Arbitrary<string> {
  const known = parameters.filter((one) => one.in === "query");
  const pairs = known.map(({ name, schema = {} }) =>
    fc.option(
      fc
        .oneof({ weight: 4, arbitrary: fitting(schema, named, ids, name) }, { weight: 1, arbitrary: hostile })
        .map((value) => [name, asText(value)] as const),
      { nil: undefined },
    ),
  );
  const stray = fc.option(
    fc.tuple(fc.constantFrom("limit", "cursor", "tenantId", "__proto__", "sort[]", "q", "id"), hostile.map(asText)),
    { nil: undefined, freq: 5 },
  );
  return fc.tuple(fc.tuple(...pairs), stray).map(([given, extra]) => {
    const all = [...given, extra].filter((pair) => pair !== undefined);
    return all.length > 0 ? `?${new URLSearchParams(all.map(([name, value]) => [name, value]))}` : "";
  });
}

function headersOf({ method, path }: Operation, { callers }: Material): fc.Arbitrary<Record<string, string>> {
  const odd = fc.dictionary(
    fc.constantFrom(
      "if-match",
      "idempotency-key",
      "x-tenant-id",
      "x-request-id",
      "authorization",
      "cookie",
      "accept",
      "origin",
      "last-event-id",
      "x-forwarded-for",
      "content-length",
      "user-agent",
    ),
    headerText,
    { maxKeys: 2 },
  );
  const plain = fc.record(
    { "idempotency-key": fc.uuid(), "if-match": fc.constantFrom('"1"', '"2"', "*", 'W/"1"') },
    { requiredKeys: method === "POST" ? ["idempotency-key"] : [] },
  );
  const meant = callers.filter(({ at }) => at.some((prefix) => path.startsWith(prefix)));
  const caller = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...(meant.length > 0 ? meant : callers)) },
    { weight: 1, arbitrary: fc.constantFrom(...callers) },
  );
  return fc
    .tuple(caller, plain, fc.option(odd, { nil: {}, freq: 3 }))
    .map(([{ headers }, usual, strange]) => ({ ...usual, ...headers, ...strange }));
}

const huge = { text: JSON.stringify({ topic: "x".repeat(1_200_000) }), type: "application/json" };

interface Body {
  text: string | undefined;
  type: string;
}

function bodyOf({ body, method }: Operation, { named, ids }: Material): fc.Arbitrary<Body> {
  const json = (value: fc.Arbitrary<unknown>) =>
    value.map((one) => ({ text: JSON.stringify(one) ?? "", type: "application/json" }));
  const right = fitting(body ?? {}, named, ids);
  const bent = fc
    .tuple(right, fc.nat(), hostile, fc.constantFrom("replace", "drop", "add"))
    .map(([value, at, odd, how]) => bend(value, at, odd, how));
  const broken = fc.tuple(right, fc.nat()).map(([value, at]) => {
    const text = JSON.stringify(value) ?? "";
    return { text: text.slice(0, at % (text.length + 1)), type: "application/json" };
  });
  const odd = fc.tuple(json(right), fc.constantFrom(...types)).map(([{ text }, type]) => ({ text, type }));
  if (!body && method !== "POST") return fc.constant({ text: undefined, type: "" });
  return fc.oneof(
    { weight: 30, arbitrary: json(right) },
    { weight: 40, arbitrary: json(bent) },
    { weight: 12, arbitrary: json(hostile) },
    { weight: 8, arbitrary: broken },
    { weight: 6, arbitrary: odd },
    { weight: 4, arbitrary: fc.constant({ text: undefined, type: "" }) },
    { weight: 1, arbitrary: fc.constant(huge) },
  );
}

/** One property of an object replaced, dropped or added. */
function bend(value: unknown, at: number, odd: unknown, how: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return odd;
  const keys = Object.keys(value);
  const key = keys[at % Math.max(1, keys.length)];
  if (how === "add" || key === undefined) return { ...value, unknown: odd, tenantId: odd };
  const entries = Object.entries(value).filter(([name]) => name !== key);
  return Object.fromEntries(how === "drop" ? entries : [...entries, [key, odd]]);
}

function asText(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.toWellFormed().slice(0, 2_000);
}
