import type { Tx } from "#platform/db.ts";
import { seal } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import type { TestTenant } from "./tenant.ts";

const text = "What only its owners may know of their numbers. ".repeat(8);

/** Gives a tenant a channel whose numbers are read, an analysis of it with its advice, and a number that moved. */
export async function insertInsights(tx: Tx, { id: tenantId }: TestTenant) {
  const [measuredChannel, credential] = [newId("channel"), newId("channelCredential")];
  const account = { id: `only-ours-${tenantId}`, account: "300" };
  const connected = { type: "google_analytics", name: "Only our visits", status: "connected", connectedAt: new Date() };
  await tx
    .insertInto("connectedChannels")
    .values({ tenantId, id: measuredChannel, ...connected, subChannelInfo: JSON.stringify(account) })
    .execute();
  await tx
    .insertInto("channelCredentials")
    .values({
      ...{ tenantId, id: credential, channelId: measuredChannel, last4: "ours" },
      tokenInfoCipher: seal(JSON.stringify({ accessToken: "token-of-ours" }), `${tenantId}${credential}`),
    })
    .execute();
  const on = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  await tx
    .insertInto("channelMetrics")
    .values({ tenantId, channelId: measuredChannel, metricOn: on, metric: "sessions", value: 4_711 })
    .execute();
  const [channelInsight, recommendation, anomaly] = [
    newId("channelInsight"),
    newId("channelRecommendation"),
    newId("anomalyAlert"),
  ];
  const judged = { agent: "google-analytics-insights", period: "last_1_month", status: "done", score: 61 };
  await tx
    .insertInto("channelInsights")
    .values({ tenantId, id: channelInsight, channelId: measuredChannel, ...judged, narrative: text })
    .execute();
  const advice = { position: 1, title: "Only ours to do", detail: text, impact: "high", effort: "low" };
  await tx
    .insertInto("channelRecommendations")
    .values({
      ...{ tenantId, id: recommendation, channelInsightId: channelInsight, channelId: measuredChannel },
      ...advice,
    })
    .execute();
  await tx
    .insertInto("anomalyAlerts")
    .values({
      ...{ tenantId, id: anomaly, metric: "sessions", channel: "google_analytics", period: "weekly", periodStart: on },
      ...{ currentValue: 10, previousValue: 4_711, changePct: -99.8, threshold: 30, direction: "drop" },
      ...{ severity: "critical", narrative: text },
    })
    .execute();
  return { measuredChannel, channelInsight, recommendation, anomaly };
}
