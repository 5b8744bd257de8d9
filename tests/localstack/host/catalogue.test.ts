import { expect, test } from "vitest";
import * as admin from "#functions/api/admin/index.ts";
import * as agent from "#functions/api/agent/index.ts";
import * as api from "#functions/api/api/index.ts";
import * as auth from "#functions/api/auth/index.ts";
import * as client from "#functions/api/client/index.ts";
import * as dashboard from "#functions/api/dashboard/index.ts";
import * as dm from "#functions/api/dm/index.ts";
import * as live from "#functions/api/live/index.ts";
import * as media from "#functions/api/media/index.ts";
import * as search from "#functions/api/search/index.ts";
import * as tenant from "#functions/api/tenant/index.ts";
import * as ads from "#functions/clock/ads.ts";
import * as analysis from "#functions/clock/analysis.ts";
import * as approvals from "#functions/clock/approvals.ts";
import * as campaigns from "#functions/clock/campaigns.ts";
import * as credits from "#functions/clock/credits.ts";
import * as crm from "#functions/clock/crm.ts";
import * as mails from "#functions/clock/mails.ts";
import * as months from "#functions/clock/months.ts";
import * as reconcile from "#functions/clock/reconcile.ts";
import * as recover from "#functions/clock/recover.ts";
import * as reports from "#functions/clock/reports.ts";
import * as retention from "#functions/clock/retention.ts";
import * as reviews from "#functions/clock/reviews.ts";
import * as signups from "#functions/clock/signups.ts";
import * as spend from "#functions/clock/spend.ts";
import * as tasks from "#functions/clock/tasks.ts";
import * as visibility from "#functions/clock/visibility.ts";
import { loadHandler } from "#localstack/host/load.ts";
import { deployedFunctions, doorOf } from "#schema/functions.ts";
import type { ScheduleName, schedules } from "#schema/schedules.ts";
import { type SurfaceName, surfaces } from "#schema/surfaces.ts";

type Path = (typeof surfaces)[SurfaceName]["function"] | (typeof schedules)[ScheduleName]["function"];

// An entry of a catalogue without its file does not compile here; those of queues stand in the test of their door.
const handlers: Record<Path, { handler: unknown }> = {
  "functions/api/admin/index.handler": admin,
  "functions/api/agent/index.handler": agent,
  "functions/api/api/index.handler": api,
  "functions/api/auth/index.handler": auth,
  "functions/api/client/index.handler": client,
  "functions/api/dashboard/index.handler": dashboard,
  "functions/api/dm/index.handler": dm,
  "functions/api/live/index.handler": live,
  "functions/api/media/index.handler": media,
  "functions/api/search/index.handler": search,
  "functions/api/tenant/index.handler": tenant,
  "functions/clock/ads.handler": ads,
  "functions/clock/analysis.handler": analysis,
  "functions/clock/approvals.handler": approvals,
  "functions/clock/reconcile.handler": reconcile,
  "functions/clock/recover.handler": recover,
  "functions/clock/retention.handler": retention,
  "functions/clock/credits.handler": credits,
  "functions/clock/crm.handler": crm,
  "functions/clock/mails.handler": mails,
  "functions/clock/months.handler": months,
  "functions/clock/signups.handler": signups,
  "functions/clock/reports.handler": reports,
  "functions/clock/reviews.handler": reviews,
  "functions/clock/campaigns.handler": campaigns,
  "functions/clock/spend.handler": spend,
  "functions/clock/tasks.handler": tasks,
  "functions/clock/visibility.handler": visibility,
};
const folders: Record<SurfaceName, { app: { routes: { path: string }[] } }> = {
  ...{ admin, agent, api, auth, client, dashboard, dm, live, media, search, tenant },
};

test("the host loads for each surface and schedule the handler of its file", async () => {
  for (const fn of deployedFunctions().filter(({ trigger }) => trigger !== "queue"))
    expect(await loadHandler(fn.path), doorOf(fn)).toBe(handlers[fn.path as Path].handler);
});

test("the app of a surface serves under the prefix of its entry", () => {
  for (const name of Object.keys(surfaces) as SurfaceName[]) {
    const paths = folders[name].app.routes.map(({ path }) => path);
    expect(paths).toContain(`${surfaces[name].prefix}/openapi.json`);
    expect(paths.filter((path) => !path.startsWith(surfaces[name].prefix))).toEqual([]);
  }
});
