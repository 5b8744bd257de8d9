import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { CreditBalance } from "#schema/credit.ts";
import type { Home } from "#schema/dashboard.ts";

type Alert = Home["alerts"][number];
const lowShare = 0.1;
const shownMax = 3;

/** What keeps a client's work from going on, most pressing first. */
export async function alerts(tx: Tx, credits: CreditBalance): Promise<Alert[]> {
  return [
    ...(await posts(tx)),
    ...(await switches(tx)),
    ...(await channels(tx)),
    ...low(credits),
    ...(await files(tx)),
  ];
}

async function posts(tx: Tx): Promise<Alert[]> {
  const rows = await tx
    .selectFrom("blogPosts")
    .select(["id", "title", "status"])
    .where("tenantId", "=", tenant())
    .where("status", "in", ["publish_unknown", "publish_failed"])
    .where("deletedAt", "is", null)
    .orderBy("updatedAt", "desc")
    .limit(shownMax)
    .execute();
  return rows.map(({ id, title, status }) => ({
    kind: status,
    text:
      status === "publish_unknown"
        ? `Nobody knows yet whether “${title}” was published; it is being looked up.`
        : `“${title}” could not be published.`,
    link: `/content/blog/${id}`,
  }));
}

async function switches(tx: Tx): Promise<Alert[]> {
  const row = await tx
    .selectFrom("tenantSettings")
    .select("publishingPaused")
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  return row?.publishingPaused ? [{ kind: "publishing_paused", text: "Publishing is paused.", link: null }] : [];
}

async function channels(tx: Tx): Promise<Alert[]> {
  const rows = await tx
    .selectFrom("connectedChannels")
    .select("name")
    .where("tenantId", "=", tenant())
    .where("status", "=", "needs_reconnect")
    .where("deletedAt", "is", null)
    .execute();
  return rows.map(({ name }) => ({ kind: "channel", text: `${name} must be connected again.`, link: "/channels" }));
}

function low(credits: CreditBalance): Alert[] {
  if (credits.effective > credits.monthly * lowShare) return [];
  const left = credits.effective === 1 ? "1 credit is" : `${credits.effective} credits are`;
  return [{ kind: "credits", text: `${left} left until the next month; new work may have to wait.`, link: "/usage" }];
}

async function files(tx: Tx): Promise<Alert[]> {
  const { count } = await tx
    .selectFrom("datasetFiles")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("tenantId", "=", tenant())
    .where("status", "=", "failed")
    .executeTakeFirstOrThrow();
  if (count === 0) return [];
  const text = count === 1 ? "One document could not be read." : `${count} documents could not be read.`;
  return [{ kind: "files", text, link: "/settings/knowledge-base" }];
}
