import type { Hono } from "hono";
import type { Control } from "./control.ts";
import { daysBetween, figureOf } from "./days.ts";
import type { SimulatorEnv } from "./door.ts";
import { googleError, googleToken } from "./google-shape.ts";
import { openShelf } from "./shelf.ts";
import { simulate, textIn } from "./simulate.ts";

interface AudienceExport {
  id: string;
  name: string;
  audience: string;
}

const dimensions: Record<string, string[]> = {
  date: ["20260112", "20260113", "20260114"],
  sessionSourceMedium: ["google / organic", "(direct) / (none)", "newsletter / email"],
  landingPage: ["/", "/guides/pour-over", "/shop"],
  deviceCategory: ["mobile", "desktop", "tablet"],
};
const metrics: Record<string, number> = {
  sessions: 420,
  totalUsers: 310,
  newUsers: 190,
  engagedSessions: 256,
  engagementRate: 0.61,
  keyEvents: 14,
  conversions: 14,
  screenPageViews: 980,
};

/** Accounts, reports and audience exports of Google Analytics 4, below `/analytics/v1beta`. */
export function analyticsSimulator(control: Control, dataDir: string): Hono<SimulatorEnv> {
  const kept = openShelf<AudienceExport>(dataDir, "analytics-exports");
  return simulate(control, { provider: "analytics", errorBody: googleError }, (app) => {
    app.use(googleToken(control, "analytics.readonly", "analytics"));
    app.get("/v1beta/accountSummaries", (c) => {
      const property = {
        property: "properties/300",
        displayName: "harborpine.example",
        propertyType: "PROPERTY_TYPE_ORDINARY",
      };
      const account = { name: "accountSummaries/30", account: "accounts/30", displayName: "Harbor & Pine" };
      const shop = { ...property, property: "properties/301", displayName: "shop.harborpine.example" };
      return c.json({ accountSummaries: [{ ...account, propertySummaries: [property, shop] }] });
    });
    app.get("/v1beta/properties/:id/metadata", (c) =>
      c.json({
        name: `properties/${c.req.param("id")}/metadata`,
        dimensions: Object.keys(dimensions).map((apiName) => ({ apiName })),
        metrics: Object.keys(metrics).map((apiName) => ({ apiName })),
      }),
    );
    app.post("/v1beta/properties/:call", (c) => {
      if (!/^\d+:runReport$/.test(c.req.param("call"))) return c.var.refuse(404, "Method not found.");
      const asked = { dimensions: namesIn(c.var.fields["dimensions"]), metrics: namesIn(c.var.fields["metrics"]) };
      const wrong = (name: string, of: string) =>
        c.var.refuse(
          400,
          `Field ${name} is not a valid ${of}. For a list of valid dimensions and metrics, see https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema`,
        );
      const badDimension = asked.dimensions.find((name) => !dimensions[name]);
      if (badDimension) return wrong(badDimension, "dimension");
      const badMetric = asked.metrics.find((name) => metrics[name] === undefined);
      if (badMetric) return wrong(badMetric, "metric");
      const count = asked.dimensions.length > 0 ? 3 : 1;
      const rows =
        daily(c.var.fields["dateRanges"], asked) ??
        Array.from({ length: count }, (_, index) => ({
          dimensionValues: asked.dimensions.map((name) => ({ value: dimensions[name]?.[index] ?? "" })),
          metricValues: asked.metrics.map((name) => ({ value: String((metrics[name] ?? 0) / (index + 1)) })),
        }));
      return c.json({
        dimensionHeaders: asked.dimensions.map((name) => ({ name })),
        metricHeaders: asked.metrics.map((name) => ({ name, type: "TYPE_FLOAT" })),
        rows,
        rowCount: rows.length,
        metadata: { currencyCode: "EUR", timeZone: "Europe/Berlin" },
        kind: "analyticsData#runReport",
      });
    });
    app.post("/v1beta/properties/:id/audienceExports", (c) => {
      const audience = textIn(c.var.fields, "audience");
      if (audience === "") return c.var.refuse(400, "The audience field is required.");
      const name = `properties/${c.req.param("id")}/audienceExports/${kept.next()}`;
      kept.put({ id: name, name, audience });
      return c.json({
        name,
        metadata: { "@type": "type.googleapis.com/google.analytics.data.v1beta.AudienceExportMetadata" },
      });
    });
    app.get("/v1beta/properties/:id/audienceExports/:export", (c) => {
      const one = kept.get(`properties/${c.req.param("id")}/audienceExports/${c.req.param("export")}`);
      if (!one) return c.var.refuse(404, "Requested entity was not found.");
      return c.json({ name: one.name, audience: one.audience, state: "ACTIVE", rowCount: 0 });
    });
  });
}

/** One row a day, and a day's row for each part, where a time and the date were asked for. */
function daily(ranges: unknown, asked: { dimensions: string[]; metrics: string[] }) {
  const [range] = Array.isArray(ranges) ? (ranges as { startDate?: unknown; endDate?: unknown }[]) : [];
  const at = asked.dimensions.indexOf("date");
  if (!range || at < 0) return undefined;
  const other = asked.dimensions.find((name) => name !== "date");
  const parts = other ? (dimensions[other] ?? []) : [""];
  return daysBetween(String(range.startDate), String(range.endDate)).flatMap((day) =>
    parts.map((part, index) => ({
      dimensionValues: asked.dimensions.map((name) => ({ value: name === "date" ? day.replaceAll("-", "") : part })),
      metricValues: asked.metrics.map((name) => ({
        value: String(figureOf(`${name} ${part}`, day, (metrics[name] ?? 0) / (other ? 2 ** (index + 1) : 1))),
      })),
    })),
  );
}

function namesIn(list: unknown): string[] {
  return Array.isArray(list) ? list.map((one: { name?: unknown }) => String(one.name)) : [];
}
