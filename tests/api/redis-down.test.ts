import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as Limit from "#core/limit/index.ts";
import { config } from "#platform/config.ts";
import { close } from "#platform/redis.ts";
import { limits } from "#schema/limits.ts";
import { call } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { furnish } from "#tests/support/furnish.ts";
import { keyOf } from "#tests/support/keys.ts";
import { contactOf } from "#tests/support/links.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;

// From here on every connection to Redis is refused; nothing listens on port 1.
beforeAll(async () => {
  process.env["REDIS_URL"] = "redis://127.0.0.1:1";
  expect(config("REDIS_URL")).toBe("redis://127.0.0.1:1");
  tenant = await freshTenant();
});
afterAll(async () => {
  close();
  await closeStores();
});

describe("without Redis", () => {
  test("people who are signed in go on working, uncounted", async () => {
    const answer = await call(tenant.people.TM, "GET", "/tenant/v1/me");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("ratelimit-limit")).toBeNull();
  });

  test("a session that was ended is refused all the same", async () => {
    const forged = { ...tenant.people.TM, headers: { authorization: "Bearer nothing" } };
    expect(await call(forged, "GET", "/tenant/v1/me")).toMatchObject({ status: 401, code: "auth.unauthenticated" });
  });

  test("a signed link is shut, whoever holds it", async () => {
    const { clientApproval } = await furnish(tenant);
    const contact = await contactOf(tenant, [clientApproval]);
    const answer = await contact.send("GET");
    expect(answer).toMatchObject({ status: 503, code: "server.unavailable" });
  });

  test("customers' systems go on working", async () => {
    const key = await keyOf(tenant);
    expect((await call(key, "GET", "/api/v1/me")).status).toBe(200);
  });

  test("nobody can try passwords, and the answer says to come back", async () => {
    const body = { email: tenant.people.TM.email, password: "a guess", app: "dashboard" };
    const answer = await call(undefined, "POST", "/auth/v1/login", { body });
    expect(answer).toMatchObject({ status: 503, code: "server.unavailable" });
    expect(answer.headers.get("retry-after")).toBe("5");
  });

  test.each(Object.entries(limits))("the limit %s is open or closed as it says", async (name, { down }) => {
    const spent = Limit.spend({ [name]: "somebody" });
    if (down === "open") await expect(spent).resolves.toBeUndefined();
    else await expect(spent).rejects.toMatchObject({ code: "server.unavailable" });
  });

  test("an outage costs no request more than one wait", async () => {
    await call(tenant.people.TM, "GET", "/tenant/v1/me");
    const before = performance.now();
    for (let visits = 0; visits < 10; visits++) await Limit.spend({ "dataset_query.tenant": tenant.id });
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});
