import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { app } from "#functions/api/index.ts";
import { freshPerson, password, signedIn } from "#tests/support/account.ts";
import { browser } from "#tests/support/browser.ts";
import { closeStores } from "#tests/support/close.ts";

// As in production, where portals and API have https addresses.
beforeEach(() => {
  vi.stubEnv("API_URL", "https://api.leadmetrics.test");
  vi.stubEnv("DM_URL", "https://dm.leadmetrics.test");
});
afterEach(() => vi.unstubAllEnvs());
afterAll(closeStores);

describe("over TLS", () => {
  test("cookies are bound to their very host, closed to scripts and to other sites", async () => {
    const person = await freshPerson();
    const login = { email: person.email, password, app: "dm-portal" };
    const { headers } = await browser("dm").call("POST", "/auth/v1/login", login);
    const cookies = headers.getSetCookie();
    expect(cookies.map((cookie) => cookie.split("=")[0])).toEqual([
      "__Host-dm_access_token",
      "__Host-dm_refresh_token",
      "__Host-dm_device_token",
    ]);
    for (const cookie of cookies) {
      const attributes = cookie.toLowerCase().split(/;\s*/).slice(1);
      expect(attributes).toEqual(expect.arrayContaining(["path=/", "httponly", "secure", "samesite=lax"]));
      expect(attributes.filter((attribute) => attribute.startsWith("domain"))).toEqual([]);
    }
  });

  test("a cookie that a neighbouring host could have planted is not read", async () => {
    const tab = await signedIn(await freshPerson());
    const planted = [...tab.cookies].map(([name, value]) => `${name.replace("__Host-", "")}=${value}`).join("; ");
    expect(await tab.call("GET", "/auth/v1/me")).toMatchObject({ status: 200 });
    const answer = await app.request("/auth/v1/me", { headers: { "x-portal": "dm", cookie: planted } });
    expect(answer.status).toBe(401);
  });

  test("signing out takes the cookies of the session back", async () => {
    const tab = await signedIn(await freshPerson());
    expect((await tab.call("POST", "/auth/v1/logout")).status).toBe(204);
    expect([...tab.cookies.keys()]).toEqual(["__Host-dm_device_token"]);
  });

  test("every answer asks to be reached over TLS alone for two years", async () => {
    for (const path of ["/auth/v1/me", "/nowhere", "/healthz", "/docs"])
      expect((await app.request(path)).headers.get("strict-transport-security")).toBe(
        "max-age=63072000; includeSubDomains",
      );
  });
});
