import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { redis } from "#platform/redis.ts";
import { sha256 } from "#platform/secrets.ts";
import { closeStores } from "#tests/support/close.ts";
import { presentHash, type Things } from "#tests/support/furnish.ts";
import { awaitingClient, codeFor, contactOf, contactWith } from "#tests/support/links.ts";
import type { TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
let things: Things;
let email: string;
beforeEach(async () => {
  ({ tenant, things, email } = await awaitingClient());
});
afterEach(() => vi.unstubAllEnvs());
afterAll(closeStores);

const person = (address = email) => contactOf(tenant, [things.clientApproval], { email: address });
const agreed = () => ({ contentHash: presentHash(tenant.channelId) });

describe("the code", () => {
  const wrong = (code: string) => (code === "000000" ? "000001" : "000000");

  test("has five tries; then even the right one is refused, and a new one works", async () => {
    const contact = await person();
    await contact.send("POST", "code");
    const code = await codeFor(email);
    expect(code).toMatch(/^\d{6}$/);
    for (let tries = 0; tries < 5; tries++)
      expect(await contact.send("POST", "verify", { code: wrong(code) })).toMatchObject({ code: "auth.bad_code" });
    expect(await contact.send("POST", "verify", { code })).toMatchObject({ status: 429, code: "auth.locked" });
    await contact.prove();
  });

  test("tried many times at once opens nothing more often than five times", async () => {
    const contact = await person();
    await contact.send("POST", "code");
    const code = wrong(await codeFor(email));
    const answers = await Promise.all(Array.from({ length: 15 }, () => contact.send("POST", "verify", { code })));
    expect(answers.filter((answer) => answer.code === "auth.bad_code")).toHaveLength(5);
  });

  test("works once, for ten minutes, and ends with the next", async () => {
    const contact = await person();
    expect(await contact.send("POST", "verify", { code: "123456" })).toMatchObject({ code: "auth.bad_code" });
    await contact.send("POST", "code");
    const first = await codeFor(email);
    const life = await redis().ttl(`link:code:${contact.id}`);
    expect(life).toBeGreaterThan(590);
    expect(life).toBeLessThanOrEqual(600);
    await contact.send("POST", "code");
    const second = await codeFor(email);
    if (first !== second)
      expect(await contact.send("POST", "verify", { code: first })).toMatchObject({ code: "auth.bad_code" });
    expect((await contact.send("POST", "verify", { code: second })).status).toBe(200);
    expect(await contact.send("POST", "verify", { code: second })).toMatchObject({ code: "auth.bad_code" });
  });

  test("is mailed five times an hour at most, and tried ten times a day", async () => {
    const contact = await person();
    vi.stubEnv("RATE_LIMIT_FACTOR", "1");
    const mails: number[] = [];
    for (let mail = 0; mail < 6; mail++) mails.push((await contact.send("POST", "code")).status);
    expect(mails).toEqual([202, 202, 202, 202, 202, 429]);
    const other = await person(`other-${email}`);
    const tries: (string | undefined)[] = [];
    for (let attempt = 0; attempt < 12; attempt++)
      tries.push((await other.send("POST", "verify", { code: "123456" })).code);
    expect(tries.slice(0, 10)).toEqual(Array(10).fill("auth.bad_code"));
    expect(tries.slice(10)).toEqual(["request.rate_limited", "request.rate_limited"]);
  });

  test("is stored as a hash and never answered", async () => {
    const contact = await person();
    const answer = await contact.send("POST", "code");
    const code = await codeFor(email);
    expect(JSON.stringify(answer.body)).not.toContain(code);
    expect(JSON.stringify(answer.body)).not.toContain(email);
    expect(JSON.stringify(await redis().hgetall(`link:code:${contact.id}`))).not.toContain(code);
  });

  test("opens deciding in the browser that gave it, and in no other, for half an hour", async () => {
    const contact = await person();
    await contact.send("POST", "code");
    const answer = await contact.send("POST", "verify", { code: await codeFor(email) });
    const [cookie = ""] = answer.headers.getSetCookie();
    expect(cookie).toMatch(
      new RegExp(`^dashboard_link_${contact.id}=[\\w-]{43}; Max-Age=1800; Path=/; HttpOnly; SameSite=Lax$`),
    );
    const thief = contactWith(contact.id, contact.token, email);
    expect((await thief.open()).verified).toBe(false);
    expect(await thief.send("POST", "approve", agreed())).toMatchObject({ status: 403 });
    const secret = cookie.split(";")[0]?.split("=")[1] ?? "";
    await redis().del(`link:session:${sha256(secret)}`);
    expect(await contact.send("POST", "approve", agreed())).toMatchObject({ status: 403 });
  });

  test("of one link opens no other of the same contact", async () => {
    const [one, two] = [await person(), await person()];
    await one.prove();
    expect((await one.open()).verified).toBe(true);
    const session = await redis().keys("link:session:*");
    expect(session.length).toBeGreaterThan(0);
    expect((await two.open()).verified).toBe(false);
  });
});
