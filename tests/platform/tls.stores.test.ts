import { connect, createServer, type Server, type Socket } from "node:net";
import { getCACertificates, setDefaultCACertificates, TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listen } from "#localstack/services/serve.ts";
import { provide } from "#platform/actor.ts";
import * as Database from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import * as Queue from "#platform/queue.ts";
import { blocking, redis } from "#platform/redis.ts";
import { newId } from "#schema/ids.ts";
import { selfSigned } from "#tests/support/certificate.ts";
import { closeStores } from "#tests/support/close.ts";

// The stores of these tests behind doors that speak TLS, as those on AWS do.
const certificate = selfSigned("localhost");
const trusted = getCACertificates("default");
const servers: Server[] = [];

/** A door on `localhost` that speaks TLS with a caller, after what `greet` has to say, and plainly with the server behind it. */
async function door(behind: URL, greet: (socket: Socket) => Promise<void> = () => Promise.resolve()): Promise<number> {
  const server = createServer((raw) => {
    raw.on("error", () => undefined);
    void greet(raw).then(() => {
      const caller = new TLSSocket(raw, { isServer: true, ...certificate });
      const store = connect(Number(behind.port), behind.hostname);
      caller.on("error", () => store.destroy()).pipe(store);
      store.on("error", () => caller.destroy()).pipe(caller);
    });
  });
  servers.push(server);
  return listen(server, 0);
}

/** PostgreSQL is asked for TLS before it is spoken: eight bytes, answered by one letter. */
async function postgresGreeting(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => {
    const read = (): void => {
      if (socket.read(8) === null) return;
      socket.off("readable", read);
      resolve();
    };
    socket.on("readable", read);
  });
  socket.write("S");
}

const through = (given: string, port: number, change: (url: URL) => void): string => {
  const url = new URL(given);
  url.hostname = "localhost";
  url.port = String(port);
  change(url);
  return url.href;
};

beforeAll(async () => {
  const [database = "", cache = ""] = [process.env["DATABASE_URL"], process.env["REDIS_URL"]];
  const [databasePort, cachePort] = await Promise.all([
    door(new URL(database), postgresGreeting),
    door(new URL(cache)),
  ]);
  process.env["DATABASE_URL"] = through(database, databasePort, (url) =>
    url.searchParams.set("sslmode", "verify-full"),
  );
  process.env["REDIS_URL"] = through(cache, cachePort, (url) => {
    url.protocol = "rediss:";
  });
});
afterAll(async () => {
  await closeStores();
  for (const server of servers) server.close();
  setDefaultCACertificates(trusted);
});

const one = () =>
  provide({ kind: "system", tenantId: null, name: "test" }, { door: "test", requestId: newId("request") }, () =>
    transaction((tx) => tx.selectNoFrom((eb) => eb.val("1").as("one")).executeTakeFirst()),
  );

describe("the database", () => {
  test("is not spoken to while nobody vouches for its certificate", async () => {
    setDefaultCACertificates(trusted);
    await expect(one()).rejects.toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    await Database.close();
  });

  test("is spoken to over TLS, transactions and all", async () => {
    setDefaultCACertificates([...trusted, certificate.cert]);
    expect(await Promise.all([one(), one(), one()])).toEqual(Array(3).fill({ one: "1" }));
  });
});

describe("Redis", () => {
  test("is spoken to over TLS by commands, readers and queues", async () => {
    setDefaultCACertificates([...trusted, certificate.cert]);
    const reader = blocking();
    expect(await Promise.all([redis().ping(), reader.ping()])).toEqual(["PONG", "PONG"]);
    expect(await Queue.depth("publish__blog")).toEqual(expect.any(Number));
    reader.disconnect();
  });

  test("is not spoken to while nobody vouches for its certificate", async () => {
    setDefaultCACertificates(trusted);
    const reader = blocking();
    const refused = new Promise<NodeJS.ErrnoException>((resolve) => reader.once("error", resolve));
    expect((await refused).code).toBe("DEPTH_ZERO_SELF_SIGNED_CERT");
    reader.disconnect();
  });
});
