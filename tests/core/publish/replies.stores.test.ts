import { afterAll, afterEach, expect, test } from "vitest";
import * as CustomerReviews from "#core/customer-review/sync.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import type { CustomerReview, CustomerReviewDetail } from "#schema/customer-review.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { outside } from "#tests/support/outside.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { audited } from "#tests/support/work.ts";
import { age, approve, attemptOf, connect, seen, work } from "./accounts.ts";

afterEach(() => outside.clearFaults());
afterAll(closeStores);

const body = "Dear Maya, thank you for your kind words. We are glad that you liked the coffee.";

/** A review of the profile with an answer that a reviewer worded and another has to decide. */
async function answered(tenant: TestTenant, channelId: string) {
  const location = `accounts/100/locations/${tenant.slug}`;
  const externalId = `${location}/reviews/r1`;
  const review = { externalId, rating: 5, body: "The best.", name: "Maya", at: new Date(), reply: null };
  await as(machine(tenant.id), () =>
    transaction((tx) => CustomerReviews.takeIn(tx, { channelId, location: "The Pier" }, [review])),
  );
  const { items } = await ok<{ items: CustomerReview[] }>(tenant.people.TA, "GET", "/tenant/v1/reviews");
  const reviewId = items[0]?.id ?? "";
  const id = newId("reviewResponse");
  await asPlatform((tx) =>
    tx.insertInto("reviewResponses").values({ tenantId: tenant.id, id, reviewId, status: "draft" }).execute(),
  );
  await call(tenant.people.DM, "PATCH", `/tenant/v1/review-responses/${id}`, { body: { body } });
  const post = `/tenant/v1/review-responses/${id}/post`;
  return { id, reviewId, externalId, post };
}

const agree = (tenant: TestTenant, id: string) => approve(tenant, id, "dm", tenant.people.secondReviewer);

const reviewOf = (tenant: TestTenant, id: string) =>
  ok<CustomerReviewDetail>(tenant.people.TA, "GET", `/tenant/v1/reviews/${id}`);
const standing = async (externalId: string) =>
  (await seen<{ reviewReply?: { comment: string } }>(`/business-profile/v4/${externalId}`)).reviewReply?.comment;

test("an approved answer is posted under its review once, and stands there word for word", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { id, reviewId, externalId, post } = await answered(tenant, await connect(tenant, "google_business_profile"));
  expect((await call(tenant.people.DM, "POST", post, { body: {} })).code).toBe("approval.approval_required");
  await agree(tenant, id);
  expect(await reviewOf(tenant, reviewId)).toMatchObject({ response: { status: "publishing" } });
  expect(await standing(externalId)).toBeUndefined();
  await work(tenant, (await attemptOf(tenant, id)).id, ["send", "send", "check", "check"]);
  expect(await reviewOf(tenant, reviewId)).toMatchObject({
    ...{ status: "answered", reply: body, response: { status: "posted", postedAt: expect.any(String) } },
    publish: { status: "confirmed", subjectType: "review_response" },
  });
  expect(await standing(externalId)).toBe(body);
  expect(await audited(tenant, "review_response.posted")).toHaveLength(1);
  const stranger = await freshTenant({ plan: "pro" });
  expect((await call(stranger.people.DM, "POST", post, { body: {} })).code).toBe("request.not_found");
});

test("an answer whose fate is unknown is looked up, never overwrites another's, and is posted again only by hand", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { id, reviewId, externalId, post } = await answered(tenant, await connect(tenant, "google_business_profile"));
  await agree(tenant, id);
  const first = (await attemptOf(tenant, id)).id;
  await outside.fault({ provider: "business-profile", kind: "timeout_before", match: "Dear Maya", ms: 200 });
  await work(tenant, first, ["send"]);
  expect(await reviewOf(tenant, reviewId)).toMatchObject({ response: { status: "publish_unknown" } });
  await age(first, { postedAt: new Date(Date.now() - 10 * 60_000) });
  await work(tenant, first, ["lookUp"]);
  expect(await reviewOf(tenant, reviewId)).toMatchObject({
    ...{ status: "new", response: { status: "failed" }, publish: { errorCode: "absent" } },
  });

  await fetch(`${process.env["SIMULATOR_URL"]}/business-profile/v4/${externalId}/reply`, {
    method: "PUT",
    headers: { authorization: "Bearer a-token-of-tests", "content-type": "application/json" },
    body: JSON.stringify({ comment: "The owner was quicker." }),
  });
  await ok(tenant.people.DM, "POST", post, { body: {} });
  await work(tenant, (await attemptOf(tenant, id)).id, ["send"]);
  expect(await reviewOf(tenant, reviewId)).toMatchObject({
    ...{ response: { status: "failed" }, publish: { errorCode: "duplicate" } },
  });
  expect(await standing(externalId)).toBe("The owner was quicker.");
});
