import { randomUUID } from "node:crypto";
import { app } from "#functions/api/index.ts";
import type { TestPerson } from "./tenant.ts";

export interface Answer<T = Record<string, unknown>> {
  status: number;
  body: T;
  /** Code of the error envelope, undefined for a success. */
  code: string | undefined;
  headers: Headers;
}

interface Call {
  body?: unknown;
  headers?: Record<string, string>;
  /** Row version that `If-Match` names. */
  version?: number;
}

/** Calls the mounted API in this process as a person, or as nobody. Every POST carries an idempotency key. */
export async function call<T = Record<string, unknown>>(
  who: TestPerson | undefined,
  method: string,
  path: string,
  { body, headers, version }: Call = {},
): Promise<Answer<T>> {
  const answer = await app.request(path, {
    method,
    headers: {
      ...who?.headers,
      ...(method === "POST" ? { "idempotency-key": randomUUID() } : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(version === undefined ? {} : { "if-match": `"${version}"` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = answer.headers.get("content-type")?.startsWith("application/json") ? await answer.text() : "";
  const parsed = (text === "" ? {} : JSON.parse(text)) as T & { error?: { code: string } };
  return { status: answer.status, body: parsed, code: parsed.error?.code, headers: answer.headers };
}

/** The body of a call that must succeed. @throws with the error's sentence */
export async function ok<T>(who: TestPerson, method: string, path: string, options: Call = {}): Promise<T> {
  const answer = await call<T>(who, method, path, options);
  if (answer.status < 400) return answer.body;
  throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}
