import { afterAll, expect, test } from "vitest";
import type { PieceItem } from "#schema/piece.ts";
import type { RepurposeBatch } from "#schema/repurpose.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { auditedAs, decide, settle, waitingFor, worked } from "#tests/support/pieces.ts";
import { freshTenant } from "#tests/support/tenant.ts";

afterAll(closeStores);

test("an approved newsletter becomes ads, each with approvals of its own; another is refused", async () => {
  const tenant = await freshTenant();
  const { TA, TM, DM, CA } = tenant.people;
  await worked(tenant, "email_newsletter", { subject: "Rewiring a table lamp at home" });
  const { items } = await ok<{ items: PieceItem[] }>(TM, "GET", "/tenant/v1/newsletters");
  const targets = ["google_ads", "linkedin_ads"].map((platform) => ({ type: "ad_copy", platform }));
  const body = { sourceType: "newsletter", sourceId: items[0]?.id, targets };
  const ask = (who = TA, more: object = {}, key = "repurpose-of-the-newsletter-1") =>
    call<RepurposeBatch>(who, "POST", "/tenant/v1/repurpose", {
      body: { ...body, ...more },
      headers: { "idempotency-key": key },
    });
  expect((await ask()).code).toBe("approval.approval_required");
  expect((await decide(DM, await waitingFor(tenant, "newsletter", "dm"), "approve")).status).toBe(200);
  expect((await decide(CA, await waitingFor(tenant, "newsletter", "client"), "approve")).status).toBe(200);

  expect((await ask(TM, {}, "repurpose-of-the-newsletter-2")).code).toBe("auth.forbidden");
  const stranger = await freshTenant();
  expect((await ask(stranger.people.TA, {}, "repurpose-of-the-newsletter-3")).code).toBe("request.not_found");
  const page = { targets: [{ type: "landing_page" }] };
  expect((await ask(TA, page, "repurpose-of-the-newsletter-4")).code).toBe("request.validation_failed");

  const made = await ask(TA, {}, "repurpose-of-the-newsletter-5");
  expect(made).toMatchObject({ status: 200, body: { status: "queued" } });
  await settle(tenant);
  const batch = await ok<RepurposeBatch>(TM, "GET", `/tenant/v1/repurpose/${made.body.id}`);
  expect(batch.status).toBe("done");
  expect(batch.items.map(({ subject }) => subject?.type)).toEqual(["ad_copy", "ad_copy"]);
  expect((await call(stranger.people.TA, "GET", `/tenant/v1/repurpose/${batch.id}`)).status).toBe(404);
  const ads = await ok<{ items: PieceItem[] }>(TM, "GET", "/tenant/v1/ad-copies");
  expect(ads.items.map(({ status }) => status)).toEqual(["approved", "approved"]);
  expect(await auditedAs(tenant, "repurpose_batch.")).toEqual([
    "repurpose_batch.requested",
    "repurpose_batch.finished",
  ]);
});
