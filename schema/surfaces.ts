import type { Mark } from "./roles.ts";
import { agency, anyone, client } from "./roles.ts";

/** One HTTP surface = one deployed function. `limit` is requests per minute and principal. */
export interface Surface {
  prefix: string;
  function: string;
  who: readonly Mark[] | "public";
  /** App a session must belong to; empty: no session needed. */
  apps: readonly ("dashboard" | "dm-portal")[];
  streaming: boolean;
  timeoutMs: number;
  memoryMb: number;
  limit: number;
}

const base = { streaming: false, timeoutMs: 20_000, memoryMb: 512 } as const;

export const surfaces = {
  auth: {
    ...base,
    prefix: "/auth/v1",
    function: "functions/api/auth/index.handler",
    who: "public",
    apps: [],
    limit: 60,
  },
  dashboard: {
    ...base,
    prefix: "/dashboard/v1",
    function: "functions/api/dashboard/index.handler",
    who: client,
    apps: ["dashboard"],
    limit: 300,
  },
  tenant: {
    ...base,
    prefix: "/tenant/v1",
    function: "functions/api/tenant/index.handler",
    who: anyone,
    apps: ["dashboard", "dm-portal"],
    limit: 600,
  },
  dm: {
    ...base,
    prefix: "/dm/v1",
    function: "functions/api/dm/index.handler",
    who: agency,
    apps: ["dm-portal"],
    limit: 600,
  },
  media: {
    ...base,
    prefix: "/media/v1",
    function: "functions/api/media/index.handler",
    who: anyone,
    apps: ["dashboard", "dm-portal"],
    limit: 120,
  },
  search: {
    ...base,
    prefix: "/v1/search",
    function: "functions/api/search/index.handler",
    who: anyone,
    apps: ["dashboard", "dm-portal"],
    limit: 120,
  },
  live: {
    ...base,
    prefix: "/live/v1",
    function: "functions/api/live/index.handler",
    who: anyone,
    apps: ["dashboard", "dm-portal"],
    streaming: true,
    timeoutMs: 900_000,
    limit: 30,
  },
} as const satisfies Record<string, Surface>;

export type SurfaceName = keyof typeof surfaces;
