import { within } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { signAccess } from "#platform/token.ts";
import { call } from "#tests/support/api.ts";
import { as, type TestPerson } from "#tests/support/tenant.ts";
import { Promises, type World } from "./world.ts";

/** The HTTP door: who a request is taken for, and what an answer kept for one caller gives another. */
export async function doors({ own, foreign, ownThings, foreignThings }: World): Promise<string[]> {
  const promises = new Promises();
  const status = async (who: TestPerson, path: string) => (await call(who, "GET", path)).status;
  const as404 = [
    ["a reviewer cannot choose a client they are not assigned to", chosen(own.people.DM, foreign.id), "/tenant/v1/me"],
    ["nor by an address", bare(own.people.DM), `/live/v1/stream?tenantId=${foreign.id}`],
    ["a post of another tenant is not found", own.people.TA, `/tenant/v1/blog-posts/${foreignThings.blogPost}`],
    ["a request of another tenant is not found", own.people.TA, `/tenant/v1/requests/${foreignThings.request}`],
    ["a run of another tenant is not found", own.people.DM, `/tenant/v1/runs/${foreignThings.run}`],
  ] as const;
  for (const [promise, who, path] of as404) promises.holds(promise, (await status(who, path)) === 404);
  promises.holds(
    "a client's header chooses no tenant",
    (await status(chosen(own.people.TA, foreign.id), `/tenant/v1/blog-posts/${foreignThings.blogPost}`)) === 404,
  );

  const stranger = await forged(own.people.TA, own.people.TA.userId, foreign.id);
  promises.holds(
    "a token for a tenant its person does not belong to is refused",
    (await status(stranger, "/tenant/v1/me")) === 401,
  );
  const impostor = await forged(own.people.TA, foreign.people.TA.userId, own.id);
  promises.holds(
    "a token whose person is not the session's is refused",
    (await status(impostor, "/tenant/v1/me")) === 401,
  );

  for (const who of [own.people.TA, own.people.DM, bare(own.people.DM)])
    for (const path of [
      "/tenant/v1/blog-posts",
      "/tenant/v1/requests",
      "/tenant/v1/activities",
      "/tenant/v1/datasets",
      "/dm/v1/requests",
      "/dm/v1/approvals",
      "/dm/v1/clients",
    ]) {
      const text = JSON.stringify((await call(who, "GET", path)).body);
      const shown = Object.values(foreignThings).some((id) => text.includes(id)) || text.includes(foreign.id);
      promises.holds(`${path} lists nothing of another tenant`, !shown);
    }
  for (const who of [own.people.TA, own.people.DM, bare(own.people.DM)]) {
    const rows = await as(who, () => transaction((tx) => tx.selectFrom("blogPosts").select("tenantId").execute()));
    const mine = rows.length > 0 && rows.every(({ tenantId }) => tenantId === own.id);
    promises.holds("a query that names no tenant shows the rows of the actor's", mine);
  }
  for (const who of [own.people.DM, own.people.TA])
    await promises.refuses("nobody works within a tenant that is not theirs", () =>
      as(who, async () => within(foreign.id, () => "in")),
    );
  promises.holds(
    "one's own post is found",
    (await status(own.people.TA, `/tenant/v1/blog-posts/${ownThings.blogPost}`)) === 200,
  );
  await replay(promises, own.people.TM, foreign.people.TM);
  await cursor(promises, own.people.TM, foreign.people.TM);
  return promises.broken;
}

function chosen(who: TestPerson, tenantId: string): TestPerson {
  return { ...who, headers: { ...who.headers, "x-tenant-id": tenantId } };
}

function bare(who: TestPerson): TestPerson {
  return { ...who, headers: { authorization: who.headers["authorization"] ?? "" } };
}

/** A token that we signed, with a person or tenant that does not go with the session. */
async function forged(who: TestPerson, sub: string, tid: string): Promise<TestPerson> {
  const sid = "sessionId" in who.actor ? who.actor.sessionId : "";
  const token = await signAccess({ sub, sid, app: "dashboard", tid });
  return { ...who, headers: { authorization: `Bearer ${token}` } };
}

async function replay(promises: Promises, mine: TestPerson, theirs: TestPerson): Promise<void> {
  const options = {
    body: { topic: "A topic that both ask for", submit: false },
    headers: { "idempotency-key": `same-key-${crypto.randomUUID()}` },
  };
  const first = await call<{ id: string }>(theirs, "POST", "/tenant/v1/blog-requests", options);
  const second = await call<{ id: string }>(mine, "POST", "/tenant/v1/blog-requests", options);
  promises.holds(
    "a kept answer is not replayed to another caller",
    second.status === 201 && second.body.id !== first.body.id,
  );
}

async function cursor(promises: Promises, mine: TestPerson, theirs: TestPerson): Promise<void> {
  const body = { topic: "One more so that there are pages", submit: false };
  await call(theirs, "POST", "/tenant/v1/blog-requests", { body });
  const page = await call<{ nextCursor: string }>(theirs, "GET", "/tenant/v1/requests?limit=1");
  const answer = await call(
    mine,
    "GET",
    `/tenant/v1/requests?limit=1&cursor=${encodeURIComponent(page.body.nextCursor)}`,
  );
  promises.holds("a cursor of another tenant's list is refused", answer.code === "request.cursor_invalid");
}
