import { isBundleStale, portalBundle } from "#localstack/portal-bundle.ts";
import { servePortal } from "#localstack/portal-server.ts";
import { fail, line } from "#localstack/terminal.ts";
import { portals } from "#schema/portals.ts";
import { judge } from "./check.ts";
import { pageChecks } from "./portal.ts";

// Starts what `npm run portals:bundle` made, each portal as the function that it is on AWS, and makes the checks of its pages.
const stale = portals.filter(isBundleStale);
if (stale.length > 0) {
  fail(`Run npm run portals:bundle first; there is no bundle of these sources of ${stale.join(", ")}.`);
  process.exit(1);
}

let isGood = true;
for (const portal of portals) {
  const server = await servePortal(portalBundle(portal), { API_URL: "https://api.leadmetrics.test" });
  const good = await judge(pageChecks(portal, server.url), ({ name, tookMs, broken }) => {
    if (broken === undefined) line(`✓ ${name} (${tookMs} ms)`);
    else fail(`${name}: ${broken}`);
  });
  isGood &&= good;
  await server.stop();
}
process.exit(isGood ? 0 : 1);
