import { connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asPlatform, close, separately, sql, type Tx, transaction } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { appRole, type Role } from "#platform/role.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

/** Stands between the product and the database and counts how often the product speaks after it was answered. */
let trips = 0;
let server: Server;
const sockets = new Set<Socket>();
let tenant: TestTenant;

beforeAll(async () => {
  const url = new URL(process.env["DATABASE_URL"] ?? "");
  const database = Number(url.port);
  server = createServer((client) => {
    const upstream = connect(database, url.hostname);
    let answered = true;
    client.on("data", (bytes) => {
      if (answered) trips++;
      answered = false;
      upstream.write(bytes);
    });
    upstream.on("data", (bytes) => {
      answered = true;
      client.write(bytes);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => [client, upstream].forEach((end) => void end.destroy()));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url.port = String(typeof address === "object" && address ? address.port : 0);
  process.env["DATABASE_URL"] = url.href;
  tenant = await freshTenant();
});
afterAll(async () => {
  await close();
  for (const socket of sockets) socket.destroy();
  server.close();
});

const inTenant = <T>(work: () => Promise<T>) => as(machine(tenant.id), work);
const topic = { topic: "A topic of its own", status: "draft", requestedBy: "system:test" };
const insert = (id: string, status = "draft") => {
  return transaction((tx) =>
    tx
      .insertInto("blogRequests")
      .values({ ...topic, tenantId: tenant.id, id, status })
      .execute(),
  );
};

describe("a transaction", () => {
  test("of one statement is two round trips: the setting travels with it, then the commit", async () => {
    const read = () => inTenant(() => transaction((tx) => tx.selectFrom("tenants").select("id").execute()));
    await read();
    trips = 0;
    expect(await read()).toEqual([{ id: tenant.id }]);
    expect(trips).toBe(2);
  });

  test("tells the error of its first statement as it is, and leaves nothing", async () => {
    await expect(inTenant(() => insert("brq_wrong", "no such status"))).rejects.toMatchObject({ code: "23514" });
    await expect(inTenant(() => insert("brq_wrong"))).resolves.toBeDefined();
  });

  test("undoes what came before the statement that failed, also where several were sent at once", async () => {
    const both = inTenant(() =>
      transaction(() => Promise.all([insert("brq_first"), insert("brq_second", "nonsense")])),
    );
    await expect(both).rejects.toMatchObject({ code: "23514" });
    const left = await inTenant(() =>
      transaction((tx) =>
        tx.selectFrom("blogRequests").select("id").where("id", "in", ["brq_first", "brq_second"]).execute(),
      ),
    );
    expect(left).toEqual([]);
  });

  test("commits nothing when its setting could not be made, and says why", async () => {
    const foreign = { kind: "system", tenantId: "ten_x','ten_y", name: "test" } as const;
    await expect(as(foreign, () => insert("brq_forged"))).rejects.toThrow("tenant ids hold only letters");
  });

  test("is never inside another of its role that holds the only connection; beside it, and of another role, it may be", async () => {
    const one = (tx: Tx) => sql`select 1`.execute(tx);
    const nested = (role: Role, within: () => Promise<unknown>) =>
      inTenant(() => transaction(async () => void (await within()), role));
    const refusal = "would wait for its own end";
    await expect(nested(appRole, () => separately(one, appRole))).rejects.toThrow(refusal);
    await expect(nested(appRole, () => separately(() => separately(one, appRole), platformRole))).rejects.toThrow(
      refusal,
    );
    await nested(appRole, () => asPlatform(one));
    await nested(platformRole, () => asPlatform(one));
    let late: Promise<unknown> = Promise.resolve();
    const after = Promise.withResolvers<void>();
    await nested(appRole, () => {
      late = after.promise.then(() => separately(one, appRole));
      return Promise.resolve();
    });
    after.resolve();
    await late;
  });

  test("ends with the connection when that breaks, and the next one works", async () => {
    const cut = inTenant(() => transaction((tx) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx)));
    await expect(cut).rejects.toThrow();
    expect(await inTenant(() => transaction((tx) => tx.selectFrom("tenants").select("id").execute()))).toHaveLength(1);
  });
});
