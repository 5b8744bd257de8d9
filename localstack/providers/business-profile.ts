import type { Hono } from "hono";
import type { Control } from "./control.ts";
import { daysBetween, figureOf } from "./days.ts";
import type { SimulatorEnv } from "./door.ts";
import { googleError, googleToken } from "./google-shape.ts";
import { openShelf } from "./shelf.ts";
import { simulate, textIn } from "./simulate.ts";

interface LocalPost {
  id: string;
  name: string;
  languageCode: string;
  summary: string;
  state: string;
  topicType: string;
  createTime: string;
  updateTime: string;
  searchUrl: string;
  [more: string]: unknown;
}

interface ReviewReply {
  id: string;
  comment: string;
  updateTime: string;
}

const account = { name: "accounts/100", accountName: "Harbor & Pine", type: "LOCATION_GROUP", role: "PRIMARY_OWNER" };
const locations = [
  { name: "locations/200", title: "Harbor & Pine Roastery", languageCode: "en", storeCode: "HP-1" },
  { name: "locations/201", title: "Harbor & Pine Pier Café", languageCode: "en", storeCode: "HP-2" },
].map((one) => ({
  ...one,
  metadata: { newReviewUri: `https://search.google.com/local/writereview?placeid=${one.storeCode}` },
}));
const reviews = [
  { reviewId: "r1", displayName: "Maya", starRating: "FIVE", comment: "The best pour-over in town." },
  { reviewId: "r2", displayName: "Jonas", starRating: "TWO", comment: "Long wait at lunch." },
];
const performance: Record<string, number> = {
  BUSINESS_IMPRESSIONS_DESKTOP_SEARCH: 60,
  BUSINESS_IMPRESSIONS_MOBILE_SEARCH: 110,
  BUSINESS_IMPRESSIONS_DESKTOP_MAPS: 20,
  BUSINESS_IMPRESSIONS_MOBILE_MAPS: 140,
  CALL_CLICKS: 7,
  BUSINESS_DIRECTION_REQUESTS: 15,
  WEBSITE_CLICKS: 19,
};
const topics = new Set(["STANDARD", "EVENT", "OFFER"]);

/** Accounts, locations, local posts and reviews, below `/business-profile/v1` and `/business-profile/v4`. */
export function businessProfileSimulator(control: Control, dataDir: string): Hono<SimulatorEnv> {
  const posts = openShelf<LocalPost>(dataDir, "business-profile-posts");
  const replies = openShelf<ReviewReply>(dataDir, "business-profile-replies");
  return simulate(control, { provider: "business-profile", errorBody: googleError }, (app) => {
    app.use(googleToken(control, "business.manage"));
    app.get("/v1/accounts", (c) => c.json({ accounts: [account] }));
    app.get("/v1/accounts/:account/locations", (c) => {
      const asked = c.req.query("readMask")?.split(",");
      if (!asked) return c.var.refuse(400, "Request contains an invalid argument.");
      return c.json({
        locations: locations.map((one) =>
          Object.fromEntries(Object.entries(one).filter(([name]) => asked.includes(name))),
        ),
      });
    });
    app.get("/v1/locations/:call", (c) => {
      const [, location] = /^(\d+):fetchMultiDailyMetricsTimeSeries$/.exec(c.req.param("call")) ?? [];
      if (!locations.some(({ name }) => name === `locations/${location}`))
        return c.var.refuse(404, "Requested entity was not found.");
      const day = (end: string) =>
        ["year", "month", "day"]
          .map((part) => (c.req.query(`dailyRange.${end}.${part}`) ?? "").padStart(2, "0"))
          .join("-");
      const days = daysBetween(day("start_date"), day("end_date"));
      const series = (c.req.queries("dailyMetrics") ?? []).map((dailyMetric) => ({
        dailyMetric,
        timeSeries: {
          datedValues: days.map((on) => datedValue(on, figureOf(dailyMetric, on, performance[dailyMetric] ?? 0))),
        },
      }));
      return c.json({ multiDailyMetricTimeSeries: [{ dailyMetricTimeSeries: series }] });
    });
    app.get("/v4/accounts/:account/locations/:location/localPosts", (c) => {
      const parent = parentOf(c.req.param());
      return c.json({
        localPosts: posts
          .list()
          .filter(({ name }) => name.startsWith(`${parent}/`))
          .map(shown),
      });
    });
    app.post("/v4/accounts/:account/locations/:location/localPosts", (c) => {
      const { fields, refuse } = c.var;
      const parent = parentOf(c.req.param());
      if (!locations.some(({ name }) => parent.endsWith(`/${name}`)))
        return refuse(404, "Requested entity was not found.");
      const topicType = textIn(fields, "topicType") || "STANDARD";
      const summary = textIn(fields, "summary");
      if (!topics.has(topicType) || summary === "" || summary.length > 1500) {
        return refuse(400, "Request contains an invalid argument.");
      }
      const id = String(3000 + posts.next());
      const now = new Date().toISOString();
      const name = `${parent}/localPosts/${id}`;
      const made = {
        state: "LIVE",
        createTime: now,
        updateTime: now,
        searchUrl: `https://local.google.com/place?lpsid=${id}`,
      };
      return c.json(shown(posts.put({ ...fields, id, name, languageCode: "en", summary, topicType, ...made })));
    });
    app.get("/v4/accounts/:account/locations/:location/localPosts/:post", (c) => {
      const post = posts.get(c.req.param("post"));
      return post ? c.json(shown(post)) : c.var.refuse(404, "Requested entity was not found.");
    });
    const reviewsBelow = (parent: string) =>
      reviews.map(({ displayName, ...review }) => {
        const name = `${parent}/reviews/${review.reviewId}`;
        const reply = replies.get(name);
        const reviewReply = reply ? { reviewReply: { comment: reply.comment, updateTime: reply.updateTime } } : {};
        return { name, ...review, reviewer: { displayName }, createTime: "2026-01-10T09:00:00Z", ...reviewReply };
      });
    app.get("/v4/accounts/:account/locations/:location/reviews", (c) => {
      const list = reviewsBelow(parentOf(c.req.param()));
      return c.json({ reviews: list, averageRating: 3.5, totalReviewCount: list.length });
    });
    app.get("/v4/accounts/:account/locations/:location/reviews/:review", (c) => {
      const { review } = c.req.param();
      const found = reviewsBelow(parentOf(c.req.param())).find(({ reviewId }) => reviewId === review);
      return found ? c.json(found) : c.var.refuse(404, "Requested entity was not found.");
    });
    app.put("/v4/accounts/:account/locations/:location/reviews/:review/reply", (c) => {
      const review = c.req.param("review");
      const comment = textIn(c.var.fields, "comment");
      if (!reviews.some(({ reviewId }) => reviewId === review))
        return c.var.refuse(404, "Requested entity was not found.");
      if (comment === "" || comment.length > 4096) return c.var.refuse(400, "Request contains an invalid argument.");
      const id = `${parentOf(c.req.param())}/reviews/${review}`;
      const { updateTime } = replies.put({ id, comment, updateTime: new Date().toISOString() });
      return c.json({ comment, updateTime });
    });
  });
}

/** A day whose number is zero has no value. */
function datedValue(on: string, value: number): object {
  const [year, month, day] = on.split("-").map(Number);
  return { date: { year, month, day }, ...(value === 0 ? {} : { value: String(value) }) };
}

function parentOf({ account: owner, location }: { account: string; location: string }): string {
  return `accounts/${owner}/locations/${location}`;
}

function shown({ id: _id, ...post }: LocalPost): object {
  return post;
}
