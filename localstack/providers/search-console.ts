import type { Hono } from "hono";
import type { Control } from "./control.ts";
import { daysBetween, figureOf } from "./days.ts";
import type { SimulatorEnv } from "./door.ts";
import { googleLegacyError, googleToken } from "./google-shape.ts";
import { openShelf } from "./shelf.ts";
import { simulate, textIn } from "./simulate.ts";

interface Sitemap {
  id: string;
  site: string;
  path: string;
  lastSubmitted: string;
}

const sites = [
  { siteUrl: "https://harborpine.example/", permissionLevel: "siteOwner" },
  { siteUrl: "sc-domain:solvane.example", permissionLevel: "siteFullUser" },
];
const keys: Record<string, string[]> = {
  query: ["pour over coffee", "cold brew ratio", "fresh coffee beans"],
  page: [
    "https://harborpine.example/",
    "https://harborpine.example/guides/pour-over",
    "https://harborpine.example/shop",
  ],
  date: ["2026-01-12", "2026-01-13", "2026-01-14"],
  device: ["MOBILE", "DESKTOP", "TABLET"],
  country: ["usa", "deu", "gbr"],
};

/** Sites, search analytics and sitemaps, below `/search-console/webmasters/v3`. */
export function searchConsoleSimulator(control: Control, dataDir: string): Hono<SimulatorEnv> {
  const sitemaps = openShelf<Sitemap>(dataDir, "search-console-sitemaps");
  const noPermission = (site: string) =>
    `User does not have sufficient permission for site '${site}'. See also: https://support.google.com/webmasters/answer/2451999.`;
  return simulate(control, { provider: "search-console", errorBody: googleLegacyError }, (app) => {
    app.use(googleToken(control, "webmasters.readonly", "webmasters"));
    app.get("/webmasters/v3/sites", (c) => c.json({ siteEntry: sites }));
    app.use("/webmasters/v3/sites/:site/*", async (c, next) => {
      const site = c.req.param("site");
      if (!sites.some(({ siteUrl }) => siteUrl === site)) return c.var.refuse(403, noPermission(site));
      await next();
      return undefined;
    });
    app.post("/webmasters/v3/sites/:site/searchAnalytics/query", (c) => {
      const { fields, refuse } = c.var;
      for (const name of ["startDate", "endDate"]) {
        if (!/^\d{4}-\d\d-\d\d$/.test(textIn(fields, name)))
          return refuse(400, `'${name}' is a required parameter.`, { code: "required" });
      }
      const asked = (Array.isArray(fields["dimensions"]) ? fields["dimensions"] : []).map(String);
      const wrong = asked.find((name) => !keys[name]);
      if (wrong) return refuse(400, `Invalid value at 'dimensions' (${wrong})`, { code: "invalidParameter" });
      if (asked[0] === "date") return c.json({ rows: daily(fields, asked[1]), responseAggregationType: "byProperty" });
      const limit = Math.min(Number(fields["rowLimit"] ?? 1000), asked.length > 0 ? 3 : 1);
      const rows = Array.from({ length: limit }, (_, index) => ({
        ...(asked.length > 0 ? { keys: asked.map((name) => keys[name]?.[index] ?? "") } : {}),
        clicks: 30 - index * 9,
        impressions: 900 - index * 200,
        ctr: (30 - index * 9) / (900 - index * 200),
        position: 4.2 + index,
      }));
      return c.json({ rows, responseAggregationType: "byProperty" });
    });
    app.get("/webmasters/v3/sites/:site/sitemaps", (c) => {
      const listed = sitemaps.list().filter(({ site }) => site === c.req.param("site"));
      return c.json({ sitemap: listed.map(({ path, lastSubmitted }) => ({ path, lastSubmitted, isPending: true })) });
    });
    app.put("/webmasters/v3/sites/:site/sitemaps/:feed", googleToken(control, "webmasters"), (c) => {
      const { site, feed: path } = c.req.param();
      sitemaps.put({ id: `${site} ${path}`, site, path, lastSubmitted: new Date().toISOString() });
      return c.body(null, 204);
    });
  });
}

/** One row a day, and a day's row for each key of a second dimension. */
function daily(fields: Record<string, unknown>, second: string | undefined): object[] {
  const parts = second ? (keys[second] ?? []) : [""];
  return daysBetween(textIn(fields, "startDate"), textIn(fields, "endDate")).flatMap((day) =>
    parts.map((part, index) => {
      const impressions = figureOf(`impressions ${part}`, day, 900 / (second ? 2 ** (index + 1) : 1));
      const clicks = Math.min(impressions, figureOf(`clicks ${part}`, day, 30 / (second ? 2 ** (index + 1) : 1)));
      const position = 4 + (figureOf(`position ${part}`, day, 30) % 30) / 10;
      return {
        keys: second ? [day, part] : [day],
        ...{ clicks, impressions, ctr: impressions === 0 ? 0 : clicks / impressions, position },
      };
    }),
  );
}
