import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ApiScope } from "#schema/api-key.ts";
import { surfaces } from "#schema/surfaces.ts";
import { call } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { digestOf } from "#tests/support/digest.ts";
import { furnish, type Things } from "#tests/support/furnish.ts";
import { keyOf, type TestKey, usedKeyOf } from "#tests/support/keys.ts";
import { freshTenant, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";
import { type Expectation, expectations, namesThings } from "./catalogue.ts";
import { pathOf } from "./routes.ts";

const entries = Object.entries(expectations);
const forKeys = entries.filter(([, { key }]) => key !== undefined);
const scoped = forKeys.flatMap(([route, expected]) => (expected.key ? [{ route, expected, scope: expected.key }] : []));

let own: TestTenant;
let foreign: TestTenant;
let ownThings: Things;
let foreignThings: Things;
let full: TestKey;

beforeAll(async () => {
  [own, foreign] = [await freshTenant(), await freshTenant()];
  [ownThings, foreignThings] = [await furnish(own), await furnish(foreign)];
  full = await keyOf(own);
});
afterAll(closeStores);

function send(who: TestPerson | undefined, route: string, expected: Expectation, things: Things, tenant: TestTenant) {
  const [method = ""] = route.split(" ");
  const body = expected.body?.(tenant, things);
  return call(who, method, pathOf(route, expected, things), {
    ...(body === undefined ? {} : { body }),
    ...(expected.version === undefined ? {} : { version: expected.version }),
  });
}

describe("an API key", () => {
  test.each(scoped)("does not open $route without the scope $scope", async ({ route, expected, scope }) => {
    const others = await usedKeyOf(own, { scopes: ApiScope.options.filter((one) => one !== scope) });
    const before = await digestOf(own.id);
    const answer = await send(others, route, expected, ownThings, own);
    expect({ status: answer.status, code: answer.code }).toEqual({ status: 403, code: "apikey.scope_denied" });
    expect(await digestOf(own.id)).toEqual(before);
  });

  test.each(forKeys.filter(([, expected]) => namesThings(expected)))(
    "finds nothing of another tenant: %s",
    async (route, expected) => {
      const before = await digestOf(foreign.id);
      const answer = await send(full, route, expected, foreignThings, foreign);
      expect({ status: answer.status, code: answer.code }).toEqual({ status: 404, code: "request.not_found" });
      expect(await digestOf(foreign.id)).toEqual(before);
    },
  );

  test.each(forKeys.filter(([route]) => route.startsWith("GET")))(
    "reads %s and nothing foreign in it",
    async (route, expected) => {
      const answer = await send(full, route, expected, ownThings, own);
      expect({ status: answer.status, code: answer.code }).toEqual({ status: 200, code: undefined });
      expect(JSON.stringify(answer.body)).not.toContain(foreign.id);
    },
  );

  test.each(entries.filter(([, { may, key }]) => may !== "public" && key === undefined))(
    "is no sign-in: %s",
    async (route, expected) => {
      const answer = await send(full, route, expected, ownThings, own);
      expect({ status: answer.status, code: answer.code }).toEqual({ status: 401, code: "auth.unauthenticated" });
    },
  );
});

describe("a person's session", () => {
  test.each(forKeys)("is no API key: %s", async (route, expected) => {
    for (const person of [own.people.TA, own.people.DL]) {
      const answer = await send(person, route, expected, ownThings, own);
      expect({ status: answer.status, code: answer.code }).toEqual({ status: 401, code: "auth.unauthenticated" });
    }
  });
});

describe("a test key", () => {
  const writes = forKeys.filter(([route]) => !route.startsWith("GET"));

  test.each(writes)("leaves nothing behind: %s", async (route, expected) => {
    const trial = await usedKeyOf(own, { live: false });
    const before = await digestOf(own.id);
    await send(trial, route, expected, ownThings, own);
    expect(await digestOf(own.id)).toEqual(before);
  });
});

test("every surface that takes keys says so in the catalogue", () => {
  for (const { prefix, credentials } of Object.values(surfaces)) {
    const takesKeys = (credentials as readonly string[]).includes("key");
    for (const [route, { key }] of entries.filter(([one]) => one.split(" ")[1]?.startsWith(prefix)))
      expect({ route, key: key !== undefined }).toEqual({ route, key: takesKeys });
  }
});
