import { seconds } from "#localstack/terminal.ts";
import type { BlogPost } from "#schema/blog.ts";
import { creditRates } from "#schema/plans.ts";
import type { ContentRequest } from "#schema/request.ts";
import { Live } from "./live.ts";
import { type Cast, castOf, hasPeople, signInAgency } from "./people.ts";
import { checkLoadInStores } from "./promises/load.ts";
import { insist, type Report } from "./report.ts";
import type { Settings } from "./settings.ts";
import { verifyAudit } from "./steps/audit.ts";
import { checkLedger, readBalance } from "./steps/credits.ts";
import { untilPublished } from "./steps/publication.ts";
import { approveRequest, createRequest, untilReview } from "./steps/request.ts";
import { decide, decideAsClient, openStage } from "./steps/review.ts";
import { checkSequence } from "./steps/stream.ts";

const creditsPerPost = (creditRates.content_brief + creditRates.blog_post) / 100;

export interface LoadOptions {
  tenants: number;
  requests: number;
  concurrency: number;
}

export interface Ended {
  cast: Cast;
  request: ContentRequest;
  post: BlogPost;
  toReviewMs: number;
  toPublishedMs: number;
}

export interface Figures {
  tenants: number;
  requests: number;
  published: number;
  totalMs: number;
  toReview: { medianMs: number; p95Ms: number };
  toPublished: { medianMs: number; p95Ms: number };
}

/** Sends many requests of several clients through the loop at once and checks the same promises over all of them. */
export async function walkMany(settings: Settings, report: Report, options: LoadOptions): Promise<Figures> {
  const startedMs = Date.now();
  report.heading("People");
  const casts = await report.must(
    "everyone can sign in",
    () => signInAll(settings, options.tenants),
    (all) => all.map(({ slug }) => slug).join(", "),
  );
  const streams = new Map(casts.map((cast) => [cast.tenantId, new Live(cast.reviewer, cast.tenantId)]));
  await report.must("the live streams open", () => Promise.all([...streams.values()].map((live) => live.open())));
  try {
    report.heading("Load");
    const plan = await report.must(
      "the clients have the credits for it",
      () => spread(casts, options.requests),
      (order) => `${order.length} requests of ${new Set(order).size} clients`,
    );
    const ended = await sendAll(plan, streams, report, options);
    const figures = figuresOf(ended, casts, options, Date.now() - startedMs);
    report.phase("all requests", figures.totalMs);
    report.phase("request → dm_review, median", figures.toReview.medianMs);
    report.phase("request → dm_review, p95", figures.toReview.p95Ms);
    report.phase("request → published, median", figures.toPublished.medianMs);
    report.phase("request → published, p95", figures.toPublished.p95Ms);
    await report.check("every request ends published", () => {
      insist(ended.length === options.requests, `${ended.length} of ${options.requests} were`);
      return Promise.resolve(`${ended.length} in ${seconds(figures.totalMs)}`);
    });
    await report.check("every post has an address of its own", () => {
      const urls = new Set(ended.map(({ post }) => post.publishedUrl));
      insist(urls.size === ended.length, `${urls.size} addresses for ${ended.length} posts`);
      return Promise.resolve(`${urls.size} addresses`);
    });
    for (const cast of casts) await checkTenant(report, cast, streams.get(cast.tenantId));
    await checkLoadInStores({ settings, report, startedMs }, casts, ended, streams);
    return figures;
  } finally {
    for (const live of streams.values()) live.close();
  }
}

async function signInAll(settings: Settings, wanted: number): Promise<Cast[]> {
  const agency = await signInAgency(settings.apiUrl, settings.password);
  const clients = agency.clients.filter(({ slug }) => hasPeople(slug)).slice(0, wanted);
  insist(clients.length > 0, "the reviewers have no client with people to ask and approve");
  const casts: Cast[] = [];
  for (const client of clients) casts.push(await castOf(agency, client, settings));
  return casts;
}

/** Who asks next, in turn, as long as the credits last. */
async function spread(casts: readonly Cast[], requests: number): Promise<Cast[]> {
  const left = new Map<Cast, number>();
  for (const cast of casts) {
    const { effective } = await readBalance(cast.member);
    left.set(cast, Math.floor(effective / creditsPerPost));
  }
  const order: Cast[] = [];
  while (order.length < requests) {
    const able = casts.filter((cast) => (left.get(cast) ?? 0) > 0);
    insist(able.length > 0, `they last for ${order.length} of ${requests} posts; npm run db:reset gives new ones`);
    for (const cast of able.slice(0, requests - order.length)) {
      order.push(cast);
      left.set(cast, (left.get(cast) ?? 0) - 1);
    }
  }
  return order;
}

async function sendAll(
  plan: readonly Cast[],
  streams: Map<string, Live>,
  report: Report,
  { requests, concurrency }: LoadOptions,
): Promise<Ended[]> {
  const ended: Ended[] = [];
  const shown = report.task("Requests");
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < requests; index = next++) {
      const cast = plan[index];
      const live = cast && streams.get(cast.tenantId);
      if (!cast || !live) continue;
      try {
        const one = await walkQuickly(cast, live, index);
        ended.push(one);
        report.say(`${cast.slug}: "${one.post.title}" published after ${seconds(one.toPublishedMs)}`);
      } catch (error) {
        report.say(
          `${cast.slug}: request ${index + 1} failed. ${error instanceof Error ? error.message : String(error)}`,
        );
      }
      shown.update(`${ended.length} of ${requests} published`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, requests) }, worker));
  shown.drop();
  return ended;
}

async function walkQuickly(cast: Cast, live: Live, index: number): Promise<Ended> {
  const startedMs = performance.now();
  const request = await approveRequest(cast, await createRequest(cast, index));
  const draft = await untilReview(live, cast, request);
  const toReviewMs = performance.now() - startedMs;
  await decide(cast.reviewer, openStage(draft, "dm"), "approve");
  const waiting = await cast.approver.get<BlogPost>(`/tenant/v1/blog-posts/${draft.id}`);
  await decideAsClient(cast.approver, openStage(waiting, "client"), "approve");
  const post = await untilPublished(live, cast, draft.id);
  return { cast, request, post, toReviewMs, toPublishedMs: performance.now() - startedMs };
}

async function checkTenant(report: Report, cast: Cast, live: Live | undefined): Promise<void> {
  await report.check(`${cast.slug}: the credit ledger adds up to the balance`, () => checkLedger(cast.member));
  await report.check(`${cast.slug}: the audit chain is whole`, () => verifyAudit(cast.editor));
  await report.check(`${cast.slug}: the live stream is in sequence`, async () =>
    checkSequence(live?.frames ?? [], live?.resets ?? 0),
  );
}

function figuresOf(ended: readonly Ended[], casts: readonly Cast[], options: LoadOptions, totalMs: number): Figures {
  const spread = (values: number[]) => ({ medianMs: quantile(values, 0.5), p95Ms: quantile(values, 0.95) });
  return {
    tenants: casts.length,
    requests: options.requests,
    published: ended.length,
    totalMs,
    toReview: spread(ended.map(({ toReviewMs }) => toReviewMs)),
    toPublished: spread(ended.map(({ toPublishedMs }) => toPublishedMs)),
  };
}

/** The value below which the share of all values lies (nearest rank), 0 when there are none. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
}
