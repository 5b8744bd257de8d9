import type { Context } from "hono";
import type { Call } from "./control.ts";
import type { SimulatorEnv } from "./door.ts";
import type { Provider } from "./names.ts";

const blank = "•••";
const secretHeaders = new Set([
  "authorization",
  "x-api-key",
  "x-goog-api-key",
  "cookie",
  "authkey",
  "developer-token",
  "x-subscription-token",
]);
const secretFields = new Set([
  ...["key", "api_key", "apikey", "authkey", "password", "secret", "secret_token", "client_secret", "app_secret"],
  ...["token", "access_token", "refresh_token", "fb_exchange_token", "code_verifier", "appsecret_proof"],
]);

/** A request as the record shows it, and the fields of its body as the provider reads them. */
export async function describe(
  c: Context<SimulatorEnv>,
  provider: Provider,
): Promise<{ call: Call; fields: Record<string, unknown>; broken: boolean }> {
  const { pathname, searchParams } = new URL(c.req.url);
  const isSecret = (name: string) => secretFields.has(name.toLowerCase()) || (provider === "oauth" && name === "code");
  for (const name of [...searchParams.keys()]) if (isSecret(name)) searchParams.set(name, blank);
  const query = searchParams.size > 0 ? `?${searchParams}` : "";
  const headers = Object.entries(c.req.header()).map(([name, value]) => [
    name,
    secretHeaders.has(name) ? blank : value,
  ]);
  const text = await c.req.text();
  const contentType = c.req.header("content-type") ?? "";
  const body = text === "" ? null : parse(text, contentType);
  const call: Call = {
    provider,
    method: c.req.method,
    path: pathname.replace(/\/bot[^/]+/, `/bot${blank}`) + query,
    headers: Object.fromEntries(headers),
    body: withoutSecrets(body, isSecret),
    at: new Date().toISOString(),
    status: 0,
  };
  const isObject = typeof body === "object" && body !== null;
  const broken = /\bjson\b/.test(contentType) && typeof body === "string" && !/^\s*"/.test(text);
  return { call, fields: isObject ? (body as Record<string, unknown>) : {}, broken };
}

function parse(text: string, contentType: string): unknown {
  if (contentType.includes("x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function withoutSecrets(value: unknown, isSecret: (name: string) => boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutSecrets(one, isSecret));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    isSecret(name) && typeof inner === "string" ? blank : withoutSecrets(inner, isSecret),
  ]);
  return Object.fromEntries(entries);
}
