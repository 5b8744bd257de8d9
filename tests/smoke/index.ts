import { parseArgs } from "node:util";
import { fail, line } from "#localstack/terminal.ts";
import { type Portal, portals } from "#schema/portals.ts";
import { apiChecks } from "./api.ts";
import { type Check, judge } from "./check.ts";
import { personChecks } from "./person.ts";
import { doorChecks, pageChecks } from "./portal.ts";
import { docsChecks, gatewayChecks, refusedChecks } from "./site.ts";

const usage = `npm run smoke -- [options]        each option adds the checks of what it names
  --domain <domain>     a whole stage: api., dashboard., dm., manage., docs. and live. of it
  --api <url>           the API
  --dashboard <url>     a portal; also --dm and --manage
  --docs <url>          the documentation
  --live <url>          the gateway of live events
  --refused <url>       a function's own address, which must refuse
  --expect <version>    what the API must be running
SMOKE_EMAIL and SMOKE_PASSWORD sign somebody in to the API, who opens a live stream and looks for a thing that is not theirs.`;

const { values } = parseArgs({
  options: {
    api: { type: "string" },
    dashboard: { type: "string" },
    dm: { type: "string" },
    manage: { type: "string" },
    docs: { type: "string" },
    domain: { type: "string" },
    live: { type: "string" },
    refused: { type: "string" },
    expect: { type: "string" },
  },
});

/** Where something is: as it was said, else its host of the stage. */
function placeOf(name: Portal | "api" | "docs" | "live"): string | undefined {
  return values[name] ?? (values.domain ? `https://${name}.${values.domain}` : undefined);
}

function chosen(): Check[] {
  const { refused, expect } = values;
  const [api, docs, live] = [placeOf("api"), placeOf("docs"), placeOf("live")];
  const { SMOKE_EMAIL: email, SMOKE_PASSWORD: password } = process.env;
  const people = api && email && password ? personChecks(api, { email, password, app: "dashboard" }) : [];
  const pages = portals.flatMap((portal) => {
    const url = placeOf(portal);
    return url ? [...pageChecks(portal, url), ...doorChecks(portal, url)] : [];
  });
  return [
    ...(api ? apiChecks(api, expect) : []),
    ...people,
    ...pages,
    ...(docs ? docsChecks(docs) : []),
    ...(live ? gatewayChecks(live) : []),
    ...(refused ? refusedChecks(refused) : []),
  ];
}

const checks = chosen();
if (checks.length === 0) line(usage);
const isGood = await judge(checks, ({ name, tookMs, broken }) => {
  if (broken === undefined) line(`✓ ${name} (${tookMs} ms)`);
  else fail(`${name}: ${broken}`);
});
process.exitCode = isGood ? 0 : 1;
