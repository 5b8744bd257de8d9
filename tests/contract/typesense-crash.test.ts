import { expect, test } from "vitest";
import { crashRounds, surviveCrashes } from "./crash.ts";
import { given } from "./typesense-client.ts";

interface Doc {
  id: string;
  n: number;
}

/** What the server acknowledged, and the write that was under way when it was killed. Undefined is a thing that is gone. */
class Ledger {
  #known = new Map<string, number>();
  #pending = new Map<string, number | undefined>();

  /** Sends a write of one or several things and notes it once it is acknowledged. */
  async write(things: [id: string, value: number | undefined][], send: () => Promise<unknown>): Promise<void> {
    this.#pending = new Map(things);
    await send();
    for (const [id, value] of things) {
      if (value === undefined) this.#known.delete(id);
      else this.#known.set(id, value);
    }
    this.#pending.clear();
  }

  /** Fails unless this is exactly what was acknowledged; a write under way has happened whole or not at all. */
  check(found: ReadonlyMap<string, number>): void {
    const expected = new Map(this.#known);
    const happened = [...this.#pending].every(([id, value]) => found.get(id) === value);
    for (const [id, value] of happened ? this.#pending : []) {
      if (value === undefined) expected.delete(id);
      else expected.set(id, value);
    }
    expect(new Map([...found].sort())).toEqual(new Map([...expected].sort()));
    this.#known = new Map(found);
    this.#pending.clear();
  }
}

const env = { TYPESENSE_API_KEY: "crash-key" };

async function ask(url: string, method: string, path: string, body?: string): Promise<string> {
  const headers = { "x-typesense-api-key": env.TYPESENSE_API_KEY };
  const answer = await fetch(`${url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return text;
}

/** Single documents, imports, changes, deletions by filter and aliases in turn. */
async function write(url: string, ledger: Ledger, acknowledged: () => void): Promise<never> {
  const documents = "/collections/kept/documents";
  const change: Ledger["write"] = async (things, send) => {
    await ledger.write(things, send);
    acknowledged();
  };
  for (;;) {
    const n = Math.floor(Math.random() * 1_000_000);
    const docs = Array.from({ length: 5 }, (_, i): Doc => ({ id: `d${(n + i) % 97}`, n: n + i }));
    const [doc] = docs;
    if (!doc) continue;
    await change([[doc.id, doc.n]], () => ask(url, "POST", `${documents}?action=upsert`, JSON.stringify(doc)));
    const lines = docs.map((line) => JSON.stringify(line)).join("\n");
    await change(
      docs.map(({ id, n: value }) => [id, value]),
      () => ask(url, "POST", `${documents}/import?action=upsert`, lines),
    );
    await change([[doc.id, n + 7]], () => ask(url, "PATCH", `${documents}/${doc.id}`, `{"n":${n + 7}}`));
    await change([[doc.id, undefined]], () => ask(url, "DELETE", `${documents}?filter_by=id:=${doc.id}`));
    await change([["alias", n % 5]], () =>
      ask(url, "PUT", "/aliases/live", JSON.stringify({ collection_name: `c${n % 5}` })),
    );
  }
}

async function read(url: string): Promise<Map<string, number>> {
  const names = (JSON.parse(await ask(url, "GET", "/collections")) as { name: string }[]).map(({ name }) => name);
  if (!names.includes("kept")) {
    const fields = [{ name: "n", type: "int64" }];
    await ask(url, "POST", "/collections", JSON.stringify({ name: "kept", fields }));
    return new Map();
  }
  const lines = (await ask(url, "GET", "/collections/kept/documents/export")).split("\n").filter(Boolean);
  const found = new Map(lines.map((line) => JSON.parse(line) as Doc).map(({ id, n }) => [id, n]));
  const { found: searched } = JSON.parse(
    await ask(url, "GET", "/collections/kept/documents/search?q=*&filter_by=n:>=0"),
  ) as { found: number };
  expect(searched).toBe(found.size);
  const { aliases } = JSON.parse(await ask(url, "GET", "/aliases")) as { aliases: { collection_name: string }[] };
  for (const { collection_name } of aliases) found.set("alias", Number(collection_name.slice(1)));
  return found;
}

test.runIf(!given)(
  `nothing acknowledged is lost when the server is killed while it writes (${crashRounds} times)`,
  { timeout: 20_000 + crashRounds * 10_000 },
  async () => {
    const ledger = new Ledger();
    await surviveCrashes({
      name: "typesense",
      env,
      write: (url, acknowledged) => write(url, ledger, acknowledged),
      verify: async (url) => ledger.check(await read(url)),
    });
  },
);
