import * as Effect from "#core/effect/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { backOfAction, type Recommendation, spendGuard } from "#schema/campaign-results.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { writtenWord } from "./changes.ts";
import { own } from "./own.ts";
import { batch, changesOf, keepChanges, openStage, present } from "./recommend.ts";

const changesMax = 50;
/** States in which a batch still waits to be decided or made. */
export const undecided = ["preparing", "proposed", "dm_accepted", "client_approved"] as const;

/** A change as somebody proposes it; what comes of it and how sure that is may be said, too. */
export type Change = Pick<
  Recommendation,
  "action" | "externalId" | "title" | "from" | "to" | "why" | "evidence" | "risk"
> &
  Partial<Pick<Recommendation, "expectedEffect" | "confidence">>;
export interface Proposed {
  campaignId: string | null;
  adCopyId: string | null;
  mappingId?: string | null;
  undoOf?: string;
  agent: string;
  changes: readonly Change[];
}

/** Puts the words that a reviewer decided on up for approval: those to be met, and those to be kept away. @returns the batch's id */
export async function pushTerms(campaignId: string): Promise<string> {
  require("campaign.decide_dm", "push search terms");
  return transaction(async (tx) => {
    await own(tx, campaignId);
    const terms = await tx
      .selectFrom("searchTermClassifications as c")
      .innerJoin("searchTermReports as r", (join) =>
        join.onRef("r.tenantId", "=", "c.tenantId").onRef("r.id", "=", "c.searchTermReportId"),
      )
      .select(["c.id", "c.decision", "c.matchType", "c.rationale", "r.searchTerm", "r.clicks", "r.impressions"])
      .where("c.tenantId", "=", tenant())
      .where("c.campaignId", "=", campaignId)
      .where("c.status", "=", "dm_reviewed")
      .where("c.decision", "in", ["add_as_negative", "add_as_keyword"])
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom("campaignRecommendations as o")
              .innerJoin("recommendationBatches as b", (join) =>
                join.onRef("b.tenantId", "=", "o.tenantId").onRef("b.id", "=", "o.batchId"),
              )
              .select("o.id")
              .whereRef("o.tenantId", "=", "c.tenantId")
              .whereRef("o.externalId", "=", "c.id")
              .where("o.status", "=", "open")
              .where("b.status", "in", undecided),
          ),
        ),
      )
      .orderBy("c.id")
      .limit(changesMax)
      .execute();
    if (terms.length === 0)
      throw new AppError("request.illegal_transition", "There is no search term that was decided and not pushed.");
    const changes = terms.map(({ id, decision, matchType, rationale, searchTerm, clicks, impressions }): Change => {
      const isNegative = decision === "add_as_negative";
      return {
        ...{ action: isNegative ? "add_negative" : "add_keyword", externalId: id, from: "", why: rationale },
        to: writtenWord(searchTerm, (matchType as "exact" | "phrase" | "broad" | null) ?? "phrase"),
        title: `${isNegative ? "Keep away" : "Meet"}: ${searchTerm}`.slice(0, 120),
        evidence: [`Clicked ${clicks} times`, `Shown ${impressions} times`],
        risk: isNegative ? "low" : "medium",
      };
    });
    return propose(tx, { campaignId, adCopyId: null, agent: "search-term-classifier", changes });
  });
}

/**
 * Puts the opposite of what a batch changed up for approval, where it can be taken back. @returns the new batch's id
 * @throws request.already_exists when that was asked for already; request.illegal_transition when nothing can be taken back
 */
export async function undo(batchId: string): Promise<string> {
  require("campaign.decide_dm", "take changes back");
  return transaction(async (tx) => {
    const { campaignId, adCopyId, mappingId, agent } = await batch(tx, batchId);
    if (agent === spendGuard)
      throw new AppError("request.illegal_transition", "Let the campaign go on instead, once it has budget left.");
    const again = await tx
      .selectFrom("recommendationBatches")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("undoOf", "=", batchId)
      .where("status", "not in", ["dismissed", "expired", "failed"])
      .executeTakeFirst();
    if (again) throw new AppError("request.already_exists", "These changes are taken back already, or about to be.");
    const made = (await changesOf(tx, batchId)).filter(({ status }) => status === "applied").reverse();
    const changes = made.flatMap(({ action, externalId, title, from, to }): Change[] => {
      const back = backOfAction[action];
      if (!back) return [];
      return [
        {
          ...{ action: back, externalId, title: `Take back: ${title}`.slice(0, 120), from: to, to: from },
          ...{ why: "People want it to be as it was before.", evidence: [`It was ${from || "not there"} before`] },
          risk: "medium",
        },
      ];
    });
    if (changes.length === 0)
      throw new AppError(
        "request.illegal_transition",
        "None of these changes was made in the account, or can be taken back.",
      );
    return propose(tx, { campaignId, adCopyId, mappingId, agent, undoOf: batchId, changes });
  });
}

/** A batch that people propose, or an agent in their name: the agency decides it first, then the client. @returns its id */
export async function propose(tx: Tx, proposed: Proposed, author = reference()): Promise<string> {
  const { changes } = proposed;
  const id = await write(tx, proposed, "proposed");
  const { title } = await present(tx, id);
  await Effect.audit(
    "recommendation.proposed",
    { type: "recommendation_batch", id, label: title },
    { after: { recommendations: changes.length } },
  );
  await Effect.live("content:updated", { kind: "recommendation_batch", id, status: "proposed", version: 1 });
  await openStage(tx, await batch(tx, id), "dm", author);
  return id;
}

/** Writes a batch and its changes down. @returns its id */
export async function write(
  tx: Tx,
  { changes, ...of }: Proposed,
  status: "proposed" | "client_approved",
): Promise<string> {
  const id = newId("recommendationBatch");
  await tx
    .insertInto("recommendationBatches")
    .values({ tenantId: tenant(), id, ...of, status })
    .execute();
  const sure = { expectedEffect: "It is as decided.", confidence: "high" } as const;
  await keepChanges(
    tx,
    id,
    changes.map((change) => ({ ...sure, ...change })),
  );
  return id;
}
