import { QdrantClient } from "@qdrant/js-client-rest";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { startQdrant } from "#localstack/services/qdrant.ts";
import type { Service } from "#localstack/services/serve.ts";
import { suiteDir } from "./emulator.ts";

/** The real server to prove instead of the emulator; its keys are in the variables of the product. */
export const given = process.env["CONTRACT_QDRANT_URL"];
export const apiKey = process.env["QDRANT_API_KEY"] ?? "contract-key";
export const readOnlyApiKey = process.env["QDRANT_READ_ONLY_API_KEY"] ?? (given ? undefined : "contract-reader");

/** The server of a test file, with the official client and with plain HTTP. */
export interface Subject {
  readonly url: string;
  readonly client: QdrantClient;
  /** The collection of the running test: vectors of four numbers, compared by their direction unless told otherwise. */
  readonly name: string;
  /** Sends JSON as it is, for what the client's types do not let through. */
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; error: string; body: unknown }>;
}

let count = 0;

/** Connects the official client. */
export function connect(url: string, key = apiKey): QdrantClient {
  return new QdrantClient({ url, headers: { "api-key": key }, checkCompatibility: false });
}

/** Provides the server for a test file and, for each test, a fresh collection that `fill` puts its points into. */
export function useQdrant(
  fill: (client: QdrantClient, name: string) => Promise<unknown> = () => Promise.resolve(),
  distance: "Cosine" | "Dot" | "Euclid" | "Manhattan" = "Cosine",
): Subject {
  let service: Service | undefined;
  const subject = { url: "", name: "", client: connect("http://localhost"), ask };
  beforeAll(async () => {
    if (!given) service = await startQdrant({ port: 0, dataDir: suiteDir("qdrant"), apiKey, readOnlyApiKey });
    subject.url = given ?? service?.url ?? "";
    subject.client = connect(subject.url);
  });
  afterAll(() => service?.stop());
  beforeEach(async () => {
    const name = `contract_${process.pid}_${count++}`;
    subject.name = name;
    await subject.client.createCollection(name, { vectors: { size: 4, distance } });
    await fill(subject.client, name);
    return async () => {
      await subject.client.deleteCollection(name);
    };
  });
  return subject;

  async function ask(method: string, path: string, body?: unknown) {
    const response = await fetch(`${subject.url}${path}`, {
      method,
      headers: { "api-key": apiKey, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer: unknown = text === "" ? undefined : JSON.parse(text);
    return { status: response.status, error: messageOf(answer), body: answer };
  }
}

/** The status and the message of a refusal; status 0 for work that was not refused. */
export async function refusalOf(work: Promise<unknown>): Promise<{ status: number; error: string }> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error as { status?: number; data?: unknown },
  );
  return { status: thrown?.status ?? 0, error: messageOf(thrown?.data) };
}

function messageOf(answer: unknown): string {
  const status = (answer as { status?: { error?: unknown } } | undefined)?.status;
  return typeof status?.error === "string" ? status.error : "";
}

/** The id of the n-th point: a UUID, as the product uses. */
export function uuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
}

export const must = (...conditions: object[]): { must: object[] } => ({ must: conditions });

/** The condition that a field has a value. */
export const is = (key: string, value: string | number | boolean): object => ({ key, match: { value } });
