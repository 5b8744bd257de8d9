import * as Approval from "#core/approval/index.ts";
import * as Piece from "#core/piece/index.ts";
import * as Publish from "#core/publish/index.ts";
import * as Social from "#core/social/index.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { seal, sha256 } from "#platform/secrets.ts";
import { put } from "#platform/storage.ts";
import type { ApprovalItem } from "#schema/approval.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { as, machine, type TestTenant } from "#tests/support/tenant.ts";

const accounts = {
  facebook: "110",
  instagram: "17840000000000110",
  linkedin: "urn:li:organization:7001",
  google_business_profile: "accounts/100/locations/200",
  google_ads: "1234567890",
  meta_ads: "act_555",
  linkedin_ads: "512345678",
  github: "harbor-pine/site",
} as const;
export type AccountType = keyof typeof accounts;

/** Connects an account that the simulators know. @returns the channel's id */
export async function connect({ id: tenantId }: TestTenant, type: AccountType): Promise<string> {
  const [channelId, credentialId] = [newId("channel"), newId("channelCredential")];
  await asPlatform(async (tx) => {
    const master = { id: newId("channelMaster"), type, name: type, description: "An account", categories: ["Test"] };
    await tx
      .insertInto("channelMasters")
      .values({ ...master, auth: "oauth", requiresUrl: false, capabilities: ["publish"], minPlan: "free" })
      .onConflict((conflict) => conflict.column("type").doNothing())
      .execute();
    await tx
      .insertInto("connectedChannels")
      .values({
        ...{ tenantId, id: channelId, type, name: `Our ${type}`, status: "connected" },
        subChannelInfo: JSON.stringify({ id: accounts[type] }),
      })
      .execute();
    const tokenInfoCipher = seal(JSON.stringify({ accessToken: "a-token-of-tests" }), `${tenantId}${credentialId}`);
    await tx
      .insertInto("channelCredentials")
      .values({ tenantId, id: credentialId, channelId, tokenInfoCipher })
      .execute();
  });
  return channelId;
}

/** A picture in the client's library. */
export async function picture({ id: tenantId }: TestTenant): Promise<string> {
  const id = newId("media");
  const s3Key = `media/${tenantId}/${id}.png`;
  const bytes = new Uint8Array([137, 80, 78, 71]);
  await as(machine(tenantId), () => put(s3Key, bytes, "image/png"));
  await asPlatform((tx) =>
    tx
      .insertInto("media")
      .values({ tenantId, id, kind: "image", mime: "image/png", bytes: 4, s3Key, source: "upload", sha256: sha256(id) })
      .execute(),
  );
  return id;
}

/** A post that waits for the client, with everything it would show. @returns its id */
export async function socialPost(
  tenant: TestTenant,
  platform: "facebook" | "instagram" | "linkedin" | "tiktok",
  bodyText: string,
  mediaIds: readonly string[] = [],
): Promise<string> {
  const id = newId("socialPost");
  const kind = { platform, format: mediaIds.length === 0 ? "text" : "static", contentType: "educational" };
  await asPlatform(async (tx) => {
    await tx
      .insertInto("socialPosts")
      .values({ tenantId: tenant.id, id, ...kind, bodyText, hashtags: ["coffee"], version: 1, status: "client_review" })
      .execute();
    for (const [position, mediaId] of mediaIds.entries())
      await tx
        .insertInto("mediaLinks")
        .values({
          ...{ tenantId: tenant.id, id: newId("mediaLink"), mediaId, subjectType: "social_post", subjectId: id },
          ...{ role: "slide", position },
        })
        .execute();
  });
  await as(machine(tenant.id), () =>
    transaction(async (tx) => {
      const contentHash = await Social.hashOf(tx, await Social.locked(tx, id));
      await Social.change(tx, id, { contentHash });
      await Piece.openStage(tx, "social_post", id, "client", []);
    }),
  );
  return id;
}

/** The client or the agency approves what waits of a piece. */
export async function approve(
  tenant: TestTenant,
  subjectId: string,
  stage: "dm" | "client",
  reviewer = tenant.people.DM,
): Promise<void> {
  const [who, portal] = stage === "dm" ? [reviewer, "dm"] : [tenant.people.CA, "dashboard"];
  const query = `status=pending&limit=50${stage === "dm" ? `&tenantId=${tenant.id}` : ""}`;
  const { items } = await ok<{ items: ApprovalItem[] }>(who, "GET", `/${portal}/v1/approvals?${query}`);
  const item = items.find(({ subject }) => subject.id === subjectId);
  const body = { contentHash: item?.contentHash, decision: "approve" };
  const answer = await call(who, "POST", `/${portal}/v1/approvals/${item?.id}/resolve`, { body });
  if (answer.status !== 200) throw new Error(`Not approved: ${JSON.stringify(answer.body)}`);
}

/** The newest attempt about a piece. */
export async function attemptOf(tenant: TestTenant, subjectId: string) {
  return asPlatform((tx) =>
    tx
      .selectFrom("publishAttempts")
      .selectAll()
      .where("tenantId", "=", tenant.id)
      .where("subjectId", "=", subjectId)
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirstOrThrow(),
  );
}

/** Does the steps of an attempt as its worker would, as often as asked: a step that is done does nothing. */
export async function work(
  tenant: TestTenant,
  attemptId: string,
  steps: readonly ("send" | "check" | "lookUp")[],
): Promise<void> {
  const verbs = { send: Publish.send, check: Publish.check, lookUp: Publish.lookUp };
  for (const step of steps) await as(machine(tenant.id), () => verbs[step](attemptId));
}

/** Changes an attempt as time would. */
export async function age(attemptId: string, set: Record<string, unknown>): Promise<void> {
  await asPlatform((tx) => tx.updateTable("publishAttempts").set(set).where("id", "=", attemptId).execute());
}

/** What a simulated provider lists. */
export async function seen<T>(path: string, headers: Record<string, string> = {}): Promise<T> {
  const answer = await fetch(`${process.env["SIMULATOR_URL"]}${path}`, {
    headers: { authorization: "Bearer a-token-of-tests", ...headers },
  });
  return (await answer.json()) as T;
}

/** A set of ad texts that agency and client have to approve. @returns its id */
export async function adCopy(tenant: TestTenant, content: Record<string, unknown>): Promise<string> {
  const id = newId("adCopy");
  const contentHash = Piece.contentHash(content);
  await asPlatform(async (tx) => {
    const { platform, name, objective, finalUrl, payload } = content;
    await tx
      .insertInto("adCopies")
      .values({
        ...{ tenantId: tenant.id, id, status: "approved", version: 1, contentHash },
        ...({ platform, name, objective, finalUrl } as {
          platform: string;
          name: string;
          objective: string;
          finalUrl: string;
        }),
        payload: JSON.stringify(payload),
      })
      .execute();
    await tx
      .insertInto("contentVersions")
      .values({
        ...{ tenantId: tenant.id, id: newId("contentVersion"), subjectType: "ad_copy", subjectId: id, version: 1 },
        ...{ content: JSON.stringify(content), sha256: contentHash, author: "agent:run_test", authorKind: "agent" },
      })
      .execute();
  });
  await as(machine(tenant.id), () =>
    transaction((tx) =>
      Approval.open(tx, {
        ...{
          kind: "ads_push",
          subject: { type: "ad_copy", id, title: String(content["name"]) },
          version: 1,
          contentHash,
        },
        ...{ stage: "dm", author: "agent:run_test" },
      }),
    ),
  );
  return id;
}
