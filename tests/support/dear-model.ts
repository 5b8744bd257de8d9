import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { asPlatform } from "#platform/db.ts";
import { seal } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";

/** A model that costs and never answers. */
export interface DearModel {
  /** Name of its adapter. */
  adapter: string;
  /** Where it listens, for a process that may reach it. */
  host: string;
  /** Ends once somebody has asked it. */
  asked: Promise<void>;
  stop(): Promise<void>;
}

/** Starts it; nobody gets it who does not ask for it by name. */
export async function dearModel(): Promise<DearModel> {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const server = createServer(() => resolve());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const id = newId("adapter");
  const models = JSON.stringify({ cheap: "gpt-5", standard: "gpt-5", expensive: "gpt-5" });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const baseUrl = `http://${host}/v1`;
  const adapter = `dear-${id.slice(-8).toLowerCase()}`;
  await asPlatform((tx) =>
    tx
      .insertInto("adapters")
      .values({
        id,
        name: adapter,
        kind: "openai",
        baseUrl,
        keyCipher: seal("sk-test", id),
        models,
        local: false,
        priority: 999,
      })
      .execute(),
  );
  return {
    adapter,
    host,
    asked,
    async stop() {
      await asPlatform((tx) => tx.deleteFrom("adapters").where("id", "=", id).execute());
      server.closeAllConnections();
      server.close();
    },
  };
}
