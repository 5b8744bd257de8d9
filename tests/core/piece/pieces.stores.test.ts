import { afterAll, beforeEach, expect, test } from "vitest";
import type { Activity } from "#schema/activity.ts";
import type { PieceDetail, PieceItem } from "#schema/piece.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { auditedAs, decide, settle, waitingFor, worked } from "#tests/support/pieces.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await freshTenant();
});
afterAll(closeStores);

const note = "Say more about the switch, please.";

async function only(path: string): Promise<PieceDetail> {
  const { items } = await ok<{ items: PieceItem[] }>(tenant.people.TM, "GET", `/tenant/v1/${path}`);
  expect(items).toHaveLength(1);
  return ok<PieceDetail>(tenant.people.TM, "GET", `/tenant/v1/${path}/${items[0]?.id}`);
}
const activity = (id: string) => ok<Activity>(tenant.people.DM, "GET", `/tenant/v1/activities/${id}`);

test("a page goes from the critic to the agency, back to its writer, and to the client", async () => {
  const { DM, CA, TM } = tenant.people;
  const id = await worked(tenant, "landing_page", { subject: "Rewiring a table lamp at home" });
  const first = await only("landing-pages");
  expect(first).toMatchObject({ status: "dm_review", version: 1, critic: { passed: true } });
  expect(await activity(id)).toMatchObject({ status: "awaiting_approval" });

  const stranger = await freshTenant();
  expect((await call(stranger.people.TM, "GET", `/tenant/v1/landing-pages/${first.id}`)).status).toBe(404);
  const item = await waitingFor(tenant, "landing_page", "dm");
  expect((await decide(stranger.people.DM, item, "approve")).status).toBe(404);
  expect((await decide(TM, { ...item, stage: "client" }, "approve")).code).toBe("auth.forbidden");

  expect((await decide(DM, item, "reject", note)).status).toBe(200);
  await settle(tenant);
  expect(await only("landing-pages")).toMatchObject({ status: "dm_review", version: 2 });
  expect((await decide(DM, item, "approve")).code).toBe("approval.approval_stale");
  expect((await decide(DM, await waitingFor(tenant, "landing_page", "dm"), "approve")).status).toBe(200);
  expect((await decide(CA, await waitingFor(tenant, "landing_page", "client"), "approve")).status).toBe(200);
  expect(await only("landing-pages")).toMatchObject({ status: "client_approved", version: 2 });
  expect(await activity(id)).toMatchObject({ status: "done" });
  expect(await auditedAs(tenant, "landing_page.")).toEqual(
    ["created", "drafted", "rejected", "drafted", "dm_approved", "client_approved"].map(
      (verb) => `landing_page.${verb}`,
    ),
  );
});

test("a newsletter closes its work when it is drafted, and is written anew when it is sent back", async () => {
  const { DM, CA } = tenant.people;
  const id = await worked(tenant, "email_newsletter", { subject: "Rewiring a table lamp at home" });
  expect(await only("newsletters")).toMatchObject({ status: "dm_review", version: 1 });
  expect(await activity(id)).toMatchObject({ status: "done" });
  expect((await decide(DM, await waitingFor(tenant, "newsletter", "dm"), "approve")).status).toBe(200);
  expect((await decide(CA, await waitingFor(tenant, "newsletter", "client"), "reject", note)).status).toBe(200);
  await settle(tenant);
  expect(await only("newsletters")).toMatchObject({ status: "dm_review", version: 2 });
  expect((await decide(DM, await waitingFor(tenant, "newsletter", "dm"), "approve")).status).toBe(200);
  expect((await decide(CA, await waitingFor(tenant, "newsletter", "client"), "approve")).status).toBe(200);
  const sent = await only("newsletters");
  expect(sent).toMatchObject({ status: "approved", content: { audience: "all" } });
  expect(sent.text).toContain("## ");
});

test("ads wait for both sides before they may be pushed, whoever the tenant lets decide", async () => {
  tenant = await freshTenant({ settings: { approvalMode: "internal" } });
  const { DM, CA } = tenant.people;
  await worked(tenant, "meta_ads_copy", { subject: "Rewiring a table lamp at home" });
  expect(await only("ad-copies")).toMatchObject({ status: "approved", version: 1, critic: null });
  expect((await decide(DM, await waitingFor(tenant, "ads_push", "dm"), "approve")).status).toBe(200);
  expect((await decide(CA, await waitingFor(tenant, "ads_push", "client"), "approve")).status).toBe(200);
  expect(await auditedAs(tenant, "ad_copy.")).toEqual(
    ["created", "drafted", "dm_approved", "client_approved"].map((verb) => `ad_copy.${verb}`),
  );
});
