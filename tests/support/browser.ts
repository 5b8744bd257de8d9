import { randomInt } from "node:crypto";
import { app } from "#functions/api/index.ts";
import type { Portal } from "#schema/portals.ts";
import type { Answer } from "./api.ts";

/** A browser of its own: it keeps cookies, has an address and a user agent, and calls the mounted API as a portal does. */
export interface Browser {
  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>;
  readonly cookies: Map<string, string>;
  readonly ip: string;
}

const chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36";

/** Opens a browser at a portal. Each has another address unless told: of so many that none meets one that a test has locked. */
export function browser(
  portal: Portal = "dashboard",
  { ip = `203.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`, userAgent = chrome } = {},
): Browser {
  const cookies = new Map<string, string>();
  return {
    cookies,
    ip,
    async call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
      const answer = await app.request(path, {
        method,
        headers: {
          "x-portal": portal,
          "x-forwarded-for": ip,
          "user-agent": userAgent,
          origin: originOf(portal),
          ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") } : {}),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      for (const cookie of answer.headers.getSetCookie()) keep(cookies, cookie);
      const text = answer.headers.get("content-type")?.includes("json") ? await answer.text() : "";
      const parsed = (text === "" ? {} : JSON.parse(text)) as T & { error?: { code: string } };
      return { status: answer.status, body: parsed, code: parsed.error?.code, headers: answer.headers };
    },
  };
}

function keep(cookies: Map<string, string>, cookie: string): void {
  const [pair = "", ...attributes] = cookie.split(";");
  const at = pair.indexOf("=");
  const name = pair.slice(0, at);
  if (attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute))) cookies.delete(name);
  else cookies.set(name, pair.slice(at + 1));
}

function originOf(portal: string): string {
  const urls = { dashboard: "DASHBOARD_URL", dm: "DM_URL", manage: "MANAGE_URL" } as const;
  return new URL(process.env[urls[portal as keyof typeof urls]] ?? "").origin;
}
