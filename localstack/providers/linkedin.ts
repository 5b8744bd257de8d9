import type { Hono } from "hono";
import type { Control } from "./control.ts";
import { daysBetween, figureOf } from "./days.ts";
import type { ErrorBody, SimulatorEnv } from "./door.ts";
import { linkedinAds } from "./linkedin-ads.ts";
import { openShelf } from "./shelf.ts";
import { bearer, requireToken, simulate, textIn } from "./simulate.ts";

interface SharePost {
  id: string;
  author: string;
  commentary: string;
  visibility: string;
  lifecycleState: string;
  createdAt: number;
  lastModifiedAt: number;
  publishedAt: number;
  [more: string]: unknown;
}

const names: Record<string, string> = { 7001: "Harbor & Pine", 7002: "Solvane" };
const organisations = Object.keys(names).map((id) => `urn:li:organization:${id}`);
const creatives = [
  { id: 9001, impressions: 5_200, clicks: 61, cost: "210.50", conversions: 6 },
  { id: 9002, impressions: 4_800, clicks: 9, cost: "195.00", conversions: 0 },
].map(({ id, cost, conversions, ...figures }) => ({
  ...{ pivotValues: [`urn:li:sponsoredCreative:${id}`], ...figures },
  ...{ costInLocalCurrency: cost, externalWebsiteConversions: conversions },
}));
const commentaryMax = 3000;
const codes: Record<number, string> = {
  400: "INVALID_REQUEST",
  401: "UNAUTHORIZED",
  403: "ACCESS_DENIED",
  404: "RESOURCE_NOT_FOUND",
  429: "TOO_MANY_REQUESTS",
};
const serviceErrors: Record<number, number> = { 401: 65_600, 403: 100, 429: 101 };

/** Members, organisations and posts of LinkedIn's versioned API, below `/linkedin/rest`, and `/linkedin/v2/userinfo`. */
export function linkedinSimulator(control: Control, dataDir: string): Hono<SimulatorEnv> {
  const posts = openShelf<SharePost>(dataDir, "linkedin-posts");
  const token = (...scopes: string[]) =>
    requireToken(control, bearer, {
      family: "linkedin",
      missing: "Empty oauth2 access token",
      bad: "Invalid access token",
      scopes,
      scope: "Not enough permissions to access: partnerApiPosts.CREATE.20260101",
    });
  return simulate(
    control,
    { provider: "linkedin", errorBody: linkedinError, unknownPath: "No virtual resource found" },
    (app) => {
      app.use(token());
      app.get("/v2/userinfo", (c) =>
        c.json({ sub: "782bbtaQ", name: "Leadmetrics Tester", email: "tester@example.com" }),
      );
      app.use("/rest/*", async (c, next) => {
        const version = c.req.header("linkedin-version");
        if (!version) {
          return c.var.refuse(
            400,
            "A version must be present. Please specify a version by adding the LinkedIn-Version header.",
            { code: "VERSION_MISSING" },
          );
        }
        if (!/^20\d{4}$/.test(version)) {
          return c.var.refuse(426, `Requested version ${version} is not active`, { code: "NONEXISTENT_VERSION" });
        }
        await next();
        return undefined;
      });
      app.get("/rest/organizationAcls", token("rw_organization_admin"), (c) => {
        const elements = organisations.map((organization) => ({
          organization,
          role: "ADMINISTRATOR",
          state: "APPROVED",
          roleAssignee: "urn:li:person:782bbtaQ",
        }));
        return c.json({ elements, paging: { start: 0, count: 10, total: elements.length, links: [] } });
      });
      app.get("/rest/organizations/:id", token("rw_organization_admin"), (c) => {
        const id = c.req.param("id");
        const name = names[id];
        return name
          ? c.json({ id: Number(id), localizedName: name, vanityName: name.toLowerCase() })
          : c.var.refuse(404, "Organization not found");
      });
      app.get("/rest/organizationalEntityShareStatistics", token("rw_organization_admin"), (c) => {
        const organisation = c.req.query("organizationalEntity") ?? "";
        if (!organisations.includes(organisation)) return c.var.refuse(403, "Not an administrator of the organization");
        const [, start, end] = /start:(\d+),end:(\d+)/.exec(c.req.query("timeIntervals") ?? "") ?? [];
        const days = start && end ? daysBetween(dayOf(Number(start)), dayOf(Number(end) - 1)) : [];
        return c.json({ elements: days.map((day) => statistics(organisation, day)), paging: { start: 0, count: 400 } });
      });
      app.get("/rest/networkSizes/:urn", (c) =>
        organisations.includes(c.req.param("urn"))
          ? c.json({ firstDegreeSize: 1_840 })
          : c.var.refuse(404, "Organization not found"),
      );
      linkedinAds(app, dataDir);
      app.post("/rest/posts", token("w_organization_social"), (c) => {
        const { fields, refuse } = c.var;
        const [author, commentary] = [textIn(fields, "author"), textIn(fields, "commentary")];
        for (const name of ["author", "visibility", "distribution", "lifecycleState"]) {
          if (fields[name] === undefined) {
            return refuse(400, `ERROR :: /${name} :: field is required but not found and has no default value`, {
              code: "MISSING_FIELD",
            });
          }
        }
        if (commentary.length > commentaryMax)
          return refuse(422, `ERROR :: /commentary :: length of ${commentary.length} is over ${commentaryMax}`);
        if (!organisations.includes(author))
          return refuse(403, `Organization permissions must be used when using organization as author`);
        if (posts.list().some((post) => post.author === author && post.commentary === commentary)) {
          return refuse(422, "Content is a duplicate of an earlier post.", { code: "DUPLICATE_POST" });
        }
        const at = Date.now();
        const id = `urn:li:share:${7_100_000 + posts.next()}`;
        const times = { createdAt: at, lastModifiedAt: at, publishedAt: at };
        const state = { visibility: textIn(fields, "visibility"), lifecycleState: textIn(fields, "lifecycleState") };
        posts.put({ ...fields, id, author, commentary, ...state, ...times });
        return c.body(null, 201, { "x-restli-id": id });
      });
      app.post("/rest/images", token("w_organization_social"), (c) => {
        if (c.req.query("action") !== "initializeUpload") return c.var.refuse(400, "Unknown action");
        const image = `urn:li:image:C4D${posts.list().length}${Date.now().toString(36)}`;
        const uploadUrl = new URL(`../dms-uploads/${encodeURIComponent(image)}`, c.req.url).href;
        return c.json({ value: { uploadUrlExpiresAt: Date.now() + 86_400_000, uploadUrl, image } });
      });
      app.put("/dms-uploads/:image", (c) => c.body(null, 201));
      app.get("/rest/posts", token("r_organization_social", "w_organization_social"), (c) => {
        const elements = posts.list().filter(({ author }) => author === c.req.query("author"));
        return c.json({ elements, paging: { start: 0, count: 10, total: elements.length, links: [] } });
      });
      app.get("/rest/adAnalytics", token("r_ads_reporting"), (c) => {
        if (c.req.query("q") !== "analytics" || !c.req.query("campaigns"))
          return c.var.refuse(400, "Invalid query parameters passed to request", { code: "ILLEGAL_ARGUMENT" });
        const elements = c.req.query("pivot") === "CAMPAIGN" ? campaignCosts(c.req.url) : creatives;
        return c.json({ elements, paging: { start: 0, count: 10, links: [] } });
      });
      app.get("/rest/posts/:urn", (c) => {
        const post = posts.get(c.req.param("urn"));
        return post ? c.json(post) : c.var.refuse(404, `Post ${c.req.param("urn")} not found`, { code: "NOT_FOUND" });
      });
    },
  );
}

/** What each campaign that was asked for has cost from one day to another. */
function campaignCosts(address: string): object[] {
  const asked = decodeURIComponent(address);
  const days = [...asked.matchAll(/year:(\d+),month:(\d+),day:(\d+)/g)].map(([, ...parts]) =>
    parts.map((part) => part.padStart(2, "0")).join("-"),
  );
  return [...asked.matchAll(/urn:li:sponsoredCampaign:\d+/g)].map(([urn]) => ({
    pivotValues: [urn],
    costInLocalCurrency: daysBetween(days[0] ?? "", days[1] ?? "")
      .reduce((sum, day) => sum + figureOf(`spend ${urn}`, day, 31), 0)
      .toFixed(2),
  }));
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

function statistics(organizationalEntity: string, day: string): object {
  const start = Date.parse(day);
  const figure = (name: string, base: number) => figureOf(`${name} ${organizationalEntity}`, day, base);
  return {
    organizationalEntity,
    timeRange: { start, end: start + 86_400_000 },
    totalShareStatistics: {
      ...{ impressionCount: figure("impressions", 900), uniqueImpressionsCount: figure("unique", 700) },
      ...{ clickCount: figure("clicks", 26), likeCount: figure("likes", 18) },
      ...{ commentCount: figure("comments", 4), shareCount: figure("shares", 3), engagement: 0.05 },
    },
  };
}

const linkedinError: ErrorBody = (status, message, { code = codes[status] ?? "INTERNAL_SERVER_ERROR" } = {}) => {
  const service = serviceErrors[status];
  return { status, ...(service === undefined ? {} : { serviceErrorCode: service }), code, message };
};
