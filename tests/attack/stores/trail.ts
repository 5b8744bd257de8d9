import { setTimeout as later } from "node:timers/promises";
import * as Audit from "#core/audit/index.ts";
import * as Request from "#core/request/index.ts";
import { relayAudit } from "#functions/dispatcher/relay/audit.ts";
import { asPlatform } from "#platform/db.ts";
import { call } from "#tests/support/api.ts";
import { as, type TestTenant } from "#tests/support/tenant.ts";
import { Promises, type World } from "./world.ts";

/** Entries of the audit log, and questions put to it. */
export async function trail({ own, foreign }: World): Promise<string[]> {
  const promises = new Promises();
  for (const tenant of [own, foreign])
    for (const topic of ["A first topic", "A second topic"])
      await as(tenant.people.TA, () => Request.create({ topic, submit: false }));
  await relayed([own, foreign]);

  const theirs = await as(foreign.people.TA, () => Audit.list({ limit: 1 }));
  const [entry] = theirs.items;
  const cursor = theirs.nextCursor ?? "";
  promises.holds("a tenant sees its own entries", entry?.tenantId === foreign.id && cursor !== "");
  const questions = [
    "limit=100",
    `limit=100&tenantId=${foreign.id}`,
    `limit=100&chain=${foreign.id}`,
    `limit=100&subjectId=${entry?.subject.id}`,
    `limit=100&action=${entry?.action}`,
    "limit=100&subjectId[$ne]=x",
    `limit=100&subjectId=${encodeURIComponent('{"$ne":null}')}`,
    "limit=100&subjectId=x&subjectId=y",
    `limit=1&cursor=${encodeURIComponent(cursor)}`,
  ];
  for (const who of [own.people.TA, own.people.DM])
    for (const question of questions) {
      const answer = await call<{ items?: { tenantId: string }[] }>(who, "GET", `/tenant/v1/audit-log?${question}`);
      const kept =
        answer.status >= 400 ? answer.status < 500 : answer.body.items?.every(({ tenantId }) => tenantId === own.id);
      promises.holds(
        `the audit log asked with ${question} shows nothing of another tenant (${answer.status})`,
        kept === true,
      );
    }
  const verified = await as(own.people.TA, () => Audit.verify());
  const listed = await as(own.people.TA, () => Audit.list({ limit: 100 }));
  promises.holds(
    "verifying counts the entries of one's own chain",
    verified.ok && verified.checkedTo === listed.items.length,
  );
  await promises.refuses("the audit log without a tenant is refused", () =>
    as({ kind: "public" }, () => Audit.list({ limit: 1 })),
  );
  await promises.refuses("the audit log is closed to whoever may not read it", () =>
    as(own.people.TM, () => Audit.list({ limit: 1 })),
  );
  return promises.broken;
}

async function relayed(tenants: readonly TestTenant[]): Promise<void> {
  for (let look = 0; look < 200; look++) {
    await relayAudit();
    const ids = tenants.map(({ id }) => id);
    const open = await asPlatform((tx) =>
      tx
        .selectFrom("outbox")
        .select("id")
        .where("tenantId", "in", ids)
        .where("kind", "=", "audit")
        .where("deliveredAt", "is", null)
        .execute(),
    );
    if (open.length === 0) return;
    await later(50);
  }
  throw new Error("the audit entries were not relayed");
}
