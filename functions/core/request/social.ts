import type * as z from "zod";
import { shutBy } from "#core/agent/gate.ts";
import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import type { Platform } from "#core/social/platforms.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { activityTypes } from "#schema/activity-types.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { isTextOnly, type SocialFormat, SocialRequestInput, socialPlatforms } from "#schema/social.ts";
import { get } from "./read.ts";
import { subject } from "./rows.ts";
import { submitIn } from "./submit.ts";

type Format = z.infer<typeof SocialFormat>;

/**
 * Asks for posts outside of any calendar, one or more for each platform. A client's wish waits for the agency; the agency's own is
 * approved at once. @throws plan.plan_limit; request.validation_failed where a platform does not take the form
 */
export const create = fn(SocialRequestInput, async (input) => {
  require("request.create", "ask for content");
  return transaction(async (tx) => {
    const platforms = [...new Set(input.platforms)];
    const misfit = platforms.find((platform) => input.format && !takes(platform, input.format));
    if (misfit)
      throw refusal("format", `${socialPlatforms[misfit].label} does not take a post of the form ${input.format}.`);
    if (input.mediaIds.length > 0 && input.format && isTextOnly(input.format))
      throw refusal("mediaIds", "A post of text alone has no pictures.");
    await picturesExist(tx, input.mediaIds);
    if ((await shutBy(tx, "social-post-writer", activityTypes.social_post.minPlan)) === "plan")
      throw new AppError("plan.plan_limit", "Social posts come with the pro plan. Change the plan first.");
    const id = newId("socialMediaRequest");
    const { wantedOn = null, ...asked } = input;
    await tx
      .insertInto("socialMediaRequests")
      .values({
        ...{ tenantId: tenant(), id, status: "draft", requestedBy: reference(), createdBy: reference() },
        ...{ ...asked, platforms, wantedOn },
      })
      .execute();
    await Effect.audit("content_request.created", subject({ id, topic: input.topic }), {
      after: { topic: input.topic, platforms },
    });
    await submitIn(tx, id);
    return get(id);
  });
});

function takes(platform: Platform, format: Format): boolean {
  return socialPlatforms[platform].formats.includes(format);
}

async function picturesExist(tx: Tx, mediaIds: readonly string[]): Promise<void> {
  if (mediaIds.length === 0) return;
  const known = await tx
    .selectFrom("media")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("id", "in", [...mediaIds])
    .where("kind", "=", "image")
    .where("deletedAt", "is", null)
    .execute();
  if (known.length < new Set(mediaIds).size) throw refusal("mediaIds", "Choose pictures of the library.");
}

function refusal(path: string, message: string): AppError {
  return new AppError("request.validation_failed", message, { fields: [{ path, rule: "fits", message }] });
}
