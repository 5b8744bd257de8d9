import * as z from "zod";
import type { AppName, Mark } from "./roles.ts";
import { agency, anyone, client } from "./roles.ts";

/** The group of surfaces a token is for: the portals' APIs, the super admins', the agents'. */
export const Audience = z.enum(["portal", "manage", "agent"]);
export type Audience = z.infer<typeof Audience>;

/**
 * What proves who asks: a person's session (access token), an API key, a signed client link, the task token of one run,
 * the key of an external agent.
 */
export type Credential = "session" | "key" | "link" | "task" | "agentKey";

/** One HTTP surface = one deployed function. */
export interface Surface {
  prefix: string;
  function: string;
  /** Credentials that open it; on a public surface a session is taken when there is one. */
  credentials: readonly Credential[];
  /** People who may enter with a session; empty where only machines do. */
  who: readonly Mark[] | "public";
  /** App a session must belong to; empty: no session needed. */
  apps: readonly AppName[];
  streaming: boolean;
  timeoutMs: number;
  memoryMb: number;
  /** Requests per minute: of one principal (person, link, run; a key has its own number), of its tenant, of one address. */
  limit: { principal: number; tenant?: number; address: number };
  /** Without the store of the counts: `open` lets requests pass, `closed` refuses them, where a limit guards a secret. */
  limitsDown: "open" | "closed";
}

const base = {
  credentials: ["session"],
  limitsDown: "open",
  streaming: false,
  timeoutMs: 20_000,
  memoryMb: 512,
} as const satisfies Partial<Surface>;

export const surfaces = {
  auth: {
    ...base,
    limitsDown: "closed",
    prefix: "/auth/v1",
    function: "functions/api/auth/index.handler",
    who: "public",
    apps: [],
    limit: { principal: 300, address: 60 },
  },
  dashboard: {
    ...base,
    prefix: "/dashboard/v1",
    function: "functions/api/dashboard/index.handler",
    who: client,
    apps: ["dashboard"],
    limit: { principal: 300, address: 3_000 },
  },
  tenant: {
    ...base,
    prefix: "/tenant/v1",
    function: "functions/api/tenant/index.handler",
    who: anyone,
    apps: ["dashboard", "dm-portal"],
    limit: { principal: 600, tenant: 3_000, address: 6_000 },
  },
  dm: {
    ...base,
    prefix: "/dm/v1",
    function: "functions/api/dm/index.handler",
    who: agency,
    apps: ["dm-portal"],
    limit: { principal: 600, address: 6_000 },
  },
  admin: {
    ...base,
    prefix: "/admin/v1",
    function: "functions/api/admin/index.handler",
    who: ["SA"],
    apps: ["manage"],
    limit: { principal: 600, address: 6_000 },
  },
  media: {
    ...base,
    prefix: "/media/v1",
    function: "functions/api/media/index.handler",
    who: anyone,
    apps: ["dashboard", "dm-portal"],
    limit: { principal: 120, address: 1_200 },
  },
  search: {
    ...base,
    prefix: "/v1/search",
    function: "functions/api/search/index.handler",
    who: anyone,
    apps: ["dashboard", "dm-portal"],
    limit: { principal: 120, address: 1_200 },
  },
  live: {
    ...base,
    prefix: "/live/v1",
    function: "functions/api/live/index.handler",
    who: anyone,
    apps: ["dashboard", "dm-portal", "manage"],
    streaming: true,
    timeoutMs: 900_000,
    limit: { principal: 30, address: 300 },
  },
  client: {
    ...base,
    limitsDown: "closed",
    prefix: "/client/v1",
    function: "functions/api/client/index.handler",
    credentials: ["link"],
    who: [],
    apps: [],
    limit: { principal: 20, address: 60 },
  },
  api: {
    ...base,
    prefix: "/api/v1",
    function: "functions/api/api/index.handler",
    credentials: ["key"],
    who: [],
    apps: [],
    limit: { principal: 120, address: 1_200 },
  },
  agent: {
    ...base,
    prefix: "/agent/v1",
    function: "functions/api/agent/index.handler",
    credentials: ["task", "agentKey"],
    who: [],
    apps: [],
    limit: { principal: 600, address: 6_000 },
  },
} as const satisfies Record<string, Surface>;

export type SurfaceName = keyof typeof surfaces;

/**
 * Header in which the router in front of the surfaces says whose request it is: it overwrites what a caller put there. Functions
 * behind it see the router's own address, and their function URLs keep of `X-Forwarded-For` only what the caller wrote first.
 */
export const viewerAddressHeader = "x-viewer-address";

/** Header in which a router that signs its requests, and needs `Authorization` for it, hands on the one that the caller sent. */
export const viewerAuthorizationHeader = "x-viewer-authorization";
