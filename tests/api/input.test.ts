import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { app } from "#functions/api/index.ts";
import { call } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await freshTenant();
});
afterAll(closeStores);

describe("a request that nobody can mean is refused with what to do about it:", () => {
  test.each(["%00", "a%00b"])("the id %s of a path", async (id) => {
    const answer = await call(tenant.people.TA, "GET", `/tenant/v1/activities/${id}`);
    expect(answer).toMatchObject({ status: 400, code: "request.malformed" });
  });

  test.each(["a\u0000b", "half \ud800"])("text that cannot be stored: %j", async (topic) => {
    const body = { topic: `A topic with ${topic}`, submit: false };
    const answer = await call(tenant.people.TM, "POST", "/tenant/v1/blog-requests", { body });
    expect(answer).toMatchObject({ status: 400, code: "request.malformed" });
  });

  test.each(["application/xml", "text/plain", "multipart/form-data; boundary=x", ""])(
    "a body of the type %j",
    async (type) => {
      const answer = await app.request("/auth/v1/me", {
        method: "PATCH",
        headers: { ...tenant.people.TM.headers, "content-type": type },
        body: JSON.stringify({ firstName: "Tim" }),
      });
      expect(answer.status).toBe(415);
      expect(await answer.json()).toMatchObject({ error: { code: "request.unsupported_type" } });
    },
  );

  test.each(["%F0%9F%98%80", "a%20b", "a,b", "'"])("the tenant %s, which cannot be one", async (id) => {
    for (const path of [`/admin/v1/tenants/${id}`, `/admin/v1/tenants/${id}/flags`]) {
      const answer = await call(tenant.people.SA, "GET", path);
      expect(answer).toMatchObject({ status: 404, code: "request.not_found" });
    }
  });

  test.each(["qyu-12-7UFp", "EN", "en_US", "english"])("the language %s", async (locale) => {
    const answer = await call(tenant.people.TM, "PATCH", "/auth/v1/me", { body: { locale } });
    expect(answer).toMatchObject({ status: 422, code: "request.validation_failed" });
  });

  test("and a language there is taken", async () => {
    const answer = await call(tenant.people.TM, "PATCH", "/auth/v1/me", { body: { locale: "zh-Hant-TW" } });
    expect(answer.status).toBe(200);
  });
});
