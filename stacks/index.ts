import "./alarms.ts";
import "./backups.ts";
import "./budget.ts";
import "./clocks.ts";
import "./dashboard.ts";
import "./portals.ts";
import "./router.ts";
import "./waf.ts";
import { hosts } from "./current.ts";
import { dispatcher } from "./dispatcher.ts";
import { gateway } from "./gateway.ts";

/** Everything of a stage at AWS, and where it is found. */
export const outputs = {
  ...Object.fromEntries(Object.entries(hosts).map(([name, host]) => [name, `https://${host}`])),
  dispatcher: dispatcher?.nodes.service.name ?? "on this machine",
  gateway: gateway?.nodes.service.name ?? "on this machine",
};
