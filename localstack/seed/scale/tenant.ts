import { newId } from "#schema/ids.ts";
import { plans } from "#schema/plans.ts";
import { add, type Sheets } from "./copy.ts";
import { ago, choose } from "./words.ts";

/** What rows of a made tenant need to know of each other and of the platform. */
export interface Ground {
  tenantId: string;
  number: number;
  slug: string;
  regionId: string;
  embeddingModelId: string;
  /** Active version of each agent by its name. */
  agentVersions: ReadonlyMap<string, string>;
  passwordHash: string;
  channelId: string;
  datasetId: string;
  people: { admin: string; approver: string; member: string; reviewer: string };
}

const zones = ["America/Los_Angeles", "Europe/Lisbon", "Asia/Kolkata", "UTC"] as const;
const people = [
  ["admin", "client", "admin"],
  ["approver", "client", "reviewer"],
  ["member", "client", "member"],
  ["reviewer", "agency", "reviewer"],
] as const;

/** A client with its people, settings, credits, site and dataset. Everybody has the demo's password. */
export function foundation(sheets: Sheets, ground: Ground): void {
  const { tenantId, slug, number, regionId } = ground;
  add(sheets, "tenants", {
    id: tenantId,
    slug,
    name: `Scale Client ${number}`,
    status: "active",
    plan: "enterprise",
    regionId,
    country: "US",
    timezone: choose(zones, number),
    locale: "en",
    currency: "USD",
    industry: "Testing",
    contractAcceptedAt: ago(0),
  });
  for (const [key, side, role] of people) enlist(sheets, ground, key, side, role);
  add(sheets, "tenantSettings", { tenantId, id: newId("tenantSettings") });
  add(sheets, "creditBalances", {
    tenantId,
    id: newId("creditBalance"),
    monthly: plans.enterprise.credits,
    available: plans.enterprise.credits,
    periodStart: ago(240),
    periodEnd: ago(-480),
    nextResetAt: ago(-480),
  });
  const entry = { tenantId, rateKey: null, reservationId: null, activityId: null, runId: null };
  add(sheets, "creditLedger", {
    ...{ ...entry, id: newId("creditEntry"), type: "allocated", amount: plans.enterprise.credits },
    ...{ balanceAfter: plans.enterprise.credits, reservedAfter: 0 },
  });
  add(sheets, "connectedChannels", {
    tenantId,
    id: ground.channelId,
    type: "wordpress",
    name: "Website",
    url: `https://${slug}.test`,
    status: "disconnected",
  });
  add(sheets, "datasets", {
    tenantId,
    id: ground.datasetId,
    name: "Client documents",
    kind: "client_documents",
    embeddingModelId: ground.embeddingModelId,
    trust: "own",
  });
}

function enlist(sheets: Sheets, ground: Ground, key: keyof Ground["people"], side: string, role: string): void {
  const userId = ground.people[key];
  add(sheets, "users", {
    id: userId,
    email: `${key}@${ground.slug}.test`,
    emailVerified: true,
    firstName: key,
    lastName: `of ${ground.slug}`,
    role: side === "agency" ? "reviewer" : "member",
    appAccess: [side === "agency" ? "dm-portal" : "dashboard"],
  });
  add(sheets, "authAccounts", {
    id: newId("user"),
    userId,
    accountId: userId,
    providerId: "credential",
    password: ground.passwordHash,
  });
  add(sheets, "tenantMembers", { tenantId: ground.tenantId, id: newId("member"), userId, side, role });
}
