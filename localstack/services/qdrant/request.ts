import type { Body } from "./body.ts";
import type { Store } from "./store.ts";

/** A request as the routes see it. */
export interface RouteRequest {
  method: string;
  /** The parts of the path, decoded. */
  parts: string[];
  /** True when the client waits for its change to be applied and not only noted. */
  wait: boolean;
  body: Body;
  store: Store;
}

/** What a change of points or indexes answers. */
export function changed({ store, wait }: RouteRequest): { operation_id: number; status: string } {
  return { operation_id: store.version, status: wait ? "completed" : "acknowledged" };
}
