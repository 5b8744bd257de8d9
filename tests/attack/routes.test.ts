import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Mark, anyone as marks } from "#schema/roles.ts";
import { surfaces } from "#schema/surfaces.ts";
import { call } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { digestOf } from "#tests/support/digest.ts";
import { furnish, type Things } from "#tests/support/furnish.ts";
import { freshTenant, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";
import { type Expectation, expectations, namesThings } from "./catalogue.ts";
import { pathOf, servedRoutes } from "./routes.ts";

/** The portal each test person is signed in to. */
const apps = { SA: "manage", DL: "dm-portal", DM: "dm-portal", TA: "dashboard", CA: "dashboard", TM: "dashboard" };
/** Who works across clients finds those of others too. */
const bound = marks.filter((mark) => mark !== "SA");
const entries = Object.entries(expectations);
const guarded = entries.filter(([, { may }]) => may !== "public");
/** Routes that people call; machines have their own file. */
const personal = guarded.filter(([, { key, agent }]) => key === undefined && agent === undefined);

let own: TestTenant;
let foreign: TestTenant;
let ownThings: Things;
let foreignThings: Things;

beforeAll(async () => {
  [own, foreign] = [await freshTenant(), await freshTenant()];
  [ownThings, foreignThings] = [await furnish(own), await furnish(foreign)];
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

function mayCall({ may }: Expectation, mark: Mark): boolean {
  return may !== "public" && may.includes(mark);
}

/** Another portal's session is turned away at the door, before roles are looked at. */
function isOfPortal(route: string, mark: Mark): boolean {
  const surface = Object.values(surfaces).find(({ prefix }) => route.split(" ")[1]?.startsWith(prefix));
  const app = apps[mark];
  return surface === undefined || surface.apps.length === 0 || (surface.apps as readonly string[]).includes(app);
}

/** The rows of a tenant as the case before left them, so that each case reads them once. */
const left = new Map<string, Record<string, string>>();
async function beforeCase(tenantId: string): Promise<Record<string, string>> {
  const digest = left.get(tenantId) ?? (await digestOf(tenantId));
  left.delete(tenantId);
  return digest;
}
async function afterCase(tenantId: string): Promise<Record<string, string>> {
  const digest = await digestOf(tenantId);
  left.set(tenantId, digest);
  return digest;
}

test("every served route has an expectation, and every expectation a route", () => {
  expect(Object.keys(expectations).sort()).toEqual(servedRoutes());
});

describe("without a sign-in", () => {
  test.each(guarded)("%s is refused as unauthenticated", async (route, expected) => {
    const answer = await send(undefined, route, expected, ownThings, own);
    expect({ status: answer.status, code: answer.code }).toEqual({ status: 401, code: "auth.unauthenticated" });
  });

  test.each(guarded)("%s is refused with a token that nobody signed", async (route, expected) => {
    const forged = {
      headers: { authorization: "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0." },
    } as unknown as TestPerson;
    const answer = await send(forged, route, expected, ownThings, own);
    expect(answer.status).toBe(401);
  });
});

describe("with the ids of another tenant", () => {
  const naming = personal.filter(([, expected]) => namesThings(expected));

  test.each(naming)("%s finds nothing and changes nothing", async (route, expected) => {
    const before = await beforeCase(foreign.id);
    for (const mark of bound.filter((one) => mayCall(expected, one))) {
      const answer = await send(own.people[mark], route, expected, foreignThings, foreign);
      expect({ mark, status: answer.status, code: answer.code }).toEqual({
        mark,
        status: 404,
        code: "request.not_found",
      });
    }
    expect(await afterCase(foreign.id)).toEqual(before);
  });

  test.each(personal.filter(([, expected]) => mayCall(expected, "DM")))(
    "%s is closed to a reviewer who is not assigned to the client",
    async (route, expected) => {
      if (route.includes("/auth/")) return;
      const { headers, ...reviewer } = own.people.DM;
      const intruder = { ...reviewer, headers: { ...headers, "x-tenant-id": foreign.id } };
      const answer = await send(intruder, route, expected, foreignThings, foreign);
      expect({ status: answer.status, code: answer.code }).toEqual({ status: 404, code: "request.not_found" });
    },
  );
});

describe("with a role that may not", () => {
  const restricted = personal.flatMap(([route, expected]) => {
    const others = marks.filter((mark) => !mayCall(expected, mark));
    return others.map((mark) => ({ route, mark, expected }));
  });

  test.each(restricted)("$route is forbidden to $mark", async ({ route, mark, expected }) => {
    const before = await beforeCase(own.id);
    const answer = await send(own.people[mark], route, expected, ownThings, own);
    const code = isOfPortal(route, mark) ? "auth.forbidden" : "auth.no_app_access";
    expect({ status: answer.status, code: answer.code }).toEqual({ status: 403, code });
    expect(await afterCase(own.id)).toEqual(before);
  });
});

describe("with a role that may", () => {
  const readable = personal.filter(([route, { stream }]) => route.startsWith("GET") && !stream);
  // No run here has a prompt, the platform has none of the others, a conversation is one person's alone, nobody is on the way
  // through a provider's pages, and of no text but the blog's was a version kept.
  const unready = new Set([
    "GET /tenant/v1/runs/{id}/prompt",
    "GET /tenant/v1/chat/threads/{id}/messages",
    "GET /tenant/v1/chat/threads/{id}/actions",
    "GET /tenant/v1/channel-connect/page/select",
    "GET /admin/v1/adapters/{id}/checks",
    "GET /admin/v1/system/dead-letters/{id}",
    ...["landing-pages", "newsletters", "ad-copies", "social-posts", "gbp-posts"].map(
      (texts) => `GET /tenant/v1/${texts}/{id}/diff`,
    ),
  ]);

  test.each(readable.filter(([route]) => !unready.has(route)))(
    "%s answers everyone it is meant for",
    async (route, expected) => {
      for (const mark of marks.filter((one) => mayCall(expected, one))) {
        const answer = await send(own.people[mark], route, expected, ownThings, own);
        expect({ mark, status: answer.status, code: answer.code }).toEqual({ mark, status: 200, code: undefined });
        if (mark !== "SA") expect(JSON.stringify(answer.body)).not.toContain(foreign.id);
      }
    },
  );
});
