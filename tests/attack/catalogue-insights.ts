import { agency as everyoneOfAgency, type Mark } from "#schema/roles.ts";
import type { Expectation } from "./catalogue.ts";

const agency = everyoneOfAgency.filter((mark) => mark !== "SA");
const all: Mark[] = [...agency, "TA", "CA", "TM"];
const leaders: Mark[] = [...agency, "TA"];
const channel = { params: { id: "measuredChannel" } } as const;
const insight = { params: { id: "channelInsight" } } as const;
const advice = { params: { id: "recommendation" } } as const;
const anomaly = { params: { id: "anomaly" } } as const;

/** The routes of channels' numbers and of what is made of them. */
export const insightExpectations: Record<string, Expectation> = {
  "GET /tenant/v1/channels": { may: all },
  "GET /tenant/v1/channel-types": { may: all },
  "POST /tenant/v1/channel-connect/{provider}/connect": {
    may: leaders,
    params: { provider: { literal: "google_analytics" } },
    body: () => ({}),
  },
  "POST /tenant/v1/channel-connect/callback": {
    may: leaders,
    body: () => ({ state: "not-ours", code: "4/0A-nobody" }),
  },
  "GET /tenant/v1/channel-connect/page/select": { may: leaders, query: () => "choice=not-ours" },
  "POST /tenant/v1/channel-connect/page/select": {
    may: leaders,
    body: () => ({ choice: "not-ours", selectedId: "300" }),
  },
  "POST /tenant/v1/channels/wordpress": {
    may: leaders,
    body: () => ({
      ...{ name: "Blog", siteUrl: "http://127.0.0.1:1/", username: "somebody", appPassword: "abcd efgh ijkl" },
    }),
  },
  "POST /tenant/v1/channels/{id}/test": { may: leaders, ...channel },
  "POST /tenant/v1/channels/{id}/pause": { may: leaders, ...channel },
  "POST /tenant/v1/channels/{id}/resume": { may: leaders, ...channel },
  "DELETE /tenant/v1/channels/{id}": { may: leaders, ...channel },
  "POST /tenant/v1/channels": {
    may: leaders,
    body: () => ({ type: "google_analytics", name: "Visits", accountId: "300", accessToken: "a-token-of-ours" }),
  },
  "POST /tenant/v1/channels/{id}/sync": { may: leaders, ...channel },
  "PUT /tenant/v1/channels/{id}/settings": { may: leaders, ...channel, body: () => ({ weeklyInsights: true }) },
  "GET /tenant/v1/channels/{id}/analytics": {
    may: all,
    ...channel,
    query: () => "from=2026-01-01&to=2026-01-31",
  },
  "GET /tenant/v1/insights": { may: all },
  "GET /tenant/v1/insights/{id}": { may: all, ...insight },
  "POST /tenant/v1/insights/generate": {
    may: leaders,
    body: (_tenant, { measuredChannel }) => ({ connectedChannelId: measuredChannel }),
  },
  "DELETE /tenant/v1/insights/{id}": { may: leaders, ...insight },
  "GET /tenant/v1/recommendations": { may: all },
  "POST /tenant/v1/recommendations/{id}/accept": { may: leaders, ...advice },
  "POST /tenant/v1/recommendations/{id}/dismiss": { may: leaders, ...advice },
  "GET /tenant/v1/anomalies": { may: all },
  "POST /tenant/v1/anomalies/detect": { may: leaders, body: () => ({ period: "weekly" }) },
  "POST /tenant/v1/anomalies/{id}/acknowledge": { may: leaders, ...anomaly },
  "POST /tenant/v1/anomalies/{id}/dismiss": { may: leaders, ...anomaly },
};
