import { randomBytes } from "node:crypto";
import type { BlogPost } from "#schema/blog.ts";
import type { ContentRequest } from "#schema/request.ts";
import { Live } from "./live.ts";
import { castOf, signInAgency } from "./people.ts";
import { checkStores } from "./promises/index.ts";
import { insist, type Report } from "./report.ts";
import type { Settings } from "./settings.ts";
import { findEntries, verifyAudit } from "./steps/audit.ts";
import { checkLedger, readBalance } from "./steps/credits.ts";
import { checkEvidence } from "./steps/evidence.ts";
import { findMails, findNotices } from "./steps/notices.ts";
import { productionPhases, watchProduction } from "./steps/production.ts";
import { findBySearch, openPage, untilPublished } from "./steps/publication.ts";
import { approveRequest, createRequest } from "./steps/request.ts";
import { decide, decideAsClient, edit, openStage, refused } from "./steps/review.ts";
import { checkOrder, checkSequence, event } from "./steps/stream.ts";
import { uploadDocument } from "./steps/upload.ts";
import type { Walk } from "./walk.ts";

const foundWithinMs = 2_000;
const note = "Say earlier what the reader gets out of it, and keep every figure that is in our documents.";

/** Walks one request through the whole loop and checks every promise on the way. */
export async function walkOnce(settings: Settings, report: Report, slug = "harbor-pine"): Promise<void> {
  const startedMs = Date.now();
  report.heading("People");
  const cast = await report.must(
    "everyone can sign in",
    async () => {
      const agency = await signInAgency(settings.apiUrl, settings.password);
      const client = agency.clients.find((one) => one.slug === slug);
      insist(client, `the reviewers have no client ${slug}`);
      return castOf(agency, client, settings);
    },
    ({ member, editor, reviewer, approver }) =>
      [member, editor, reviewer, approver].map(({ user }) => user.firstName).join(", "),
  );
  const live = new Live(cast.reviewer, cast.tenantId);
  const tag = randomBytes(3).toString("hex").toUpperCase();
  const walk: Walk = { settings, cast, live, report, tag, startedMs };
  await report.must("the live stream opens", () => live.open());
  try {
    const { file, request, post, publishedMs } = await loop(walk);
    await aftermath(walk, { request, post, publishedMs });
    await checkStores(walk, { fileId: file, request, post });
  } finally {
    live.close();
  }
}

interface Done {
  file: string;
  request: ContentRequest;
  post: BlogPost;
  publishedMs: number;
}

async function loop(walk: Walk): Promise<Done> {
  const { report, cast, live } = walk;
  const before = await readBalance(cast.member);
  const lap = stopwatch(report);

  report.heading("Knowledge");
  const { file } = await report.must(
    "a document uploaded through a pre-signed address becomes ready",
    () => uploadDocument(walk),
    ({ chunks }) => `${chunks.length} passages`,
  );
  lap("upload → ready");

  report.heading("Request");
  const wish = await report.must(
    "the client's request reaches the agency",
    () => createRequest(cast, 0),
    ({ topic }) => topic,
  );
  const sinceMs = Date.now();
  const request = await report.must("a reviewer lets it go into production", () => approveRequest(cast, wish));
  lap("request → approved");

  report.heading("Production");
  const first = await report.must(
    "brief, draft and critique lead to a draft for review",
    () => watchProduction(walk, request, { sinceMs }),
    ({ post }) => `"${post.title}", ${post.wordCount} words`,
  );
  for (const { name, ms } of productionPhases(live.frames, sinceMs, first.post.id)) report.phase(name, ms);
  lap();
  await report.check("the text of each agent streams while it works", () => {
    const silent = ["content-brief-writer", "blog-writer", "content-critic"].filter((agent) => {
      return !first.runs.some((run) => run.agent === agent && run.deltas > 0);
    });
    insist(silent.length === 0, `nothing was streamed by ${silent.join(", ")}`);
    return Promise.resolve(`${first.runs.reduce((sum, { deltas }) => sum + deltas, 0)} pieces`);
  });

  const { post: approved, request: asked } = await review(walk, request, first.post, lap);

  report.heading("Publication");
  const published = await report.must("the post is published and confirmed", () =>
    untilPublished(live, cast, approved.id),
  );
  const publishedMs = live.frames.find(
    ({ type, data }) => type === "content:published" && data["id"] === published.id,
  )?.receivedMs;
  lap("client approval → published");
  await report.check("credits held for the work are settled", async () => {
    const after = await readBalance(cast.member);
    insist(
      after.reserved === before.reserved,
      `${after.reserved} credits are reserved, ${before.reserved} were before`,
    );
    return `${Math.round((before.available - after.available) * 100) / 100} consumed`;
  });
  return { file: file.id, request: asked, post: published, publishedMs: publishedMs ?? Date.now() };
}

async function review(
  walk: Walk,
  request: ContentRequest,
  draft: BlogPost,
  lap: (name?: string) => void,
): Promise<{ post: BlogPost; request: ContentRequest }> {
  const { report, cast, tag } = walk;
  report.heading("Review");
  await report.check("each citation opens the passage it rests on", async () => {
    const { claims, supported, sources, files } = await checkEvidence(cast.reviewer, draft);
    return `${supported} of ${claims} sentences supported, ${sources} passages in ${files} files`;
  });
  const sinceMs = Date.now();
  await report.must("a reviewer sends it back with a note", () =>
    decide(cast.reviewer, openStage(draft, "dm"), "reject", note),
  );
  const second = await report.must(
    "the writer answers with a new version",
    () => watchProduction(walk, request, { sinceMs, afterVersion: draft.version }),
    ({ post }) => `version ${post.version}`,
  );
  lap("rejection → new version");
  const seen = openStage(second.post, "dm");
  const edited = await report.must(
    "the other reviewer edits it",
    () => edit(cast.editor, second.post, tag),
    ({ version }) => `version ${version}`,
  );
  const open = openStage(edited, "dm");
  await report.check("the editor may not approve the own edit", () => {
    return refused("approval.own_work", () => decide(cast.editor, open, "approve"));
  });
  await report.check("approving the version before the edit is refused", () => {
    return refused("approval.approval_stale", () =>
      decide(cast.reviewer, { ...open, contentHash: seen.contentHash }, "approve"),
    );
  });
  await report.check("an approval that an edit has overtaken is closed", () => {
    return refused("approval.approval_stale", () => decide(cast.reviewer, seen, "approve"));
  });
  await report.must("another reviewer approves the exact version", () => decide(cast.reviewer, open, "approve"));
  lap("edit → agency approval");
  const waiting = await cast.approver.get<BlogPost>(`/tenant/v1/blog-posts/${edited.id}`);
  await report.check("a member who is no approver may not approve", () => {
    return refused("auth.forbidden", () => decideAsClient(cast.member, openStage(waiting, "client"), "approve"));
  });
  await report.must("the client approves", () =>
    decideAsClient(cast.approver, openStage(waiting, "client"), "approve"),
  );
  lap("agency → client approval");
  return { post: edited, request: { ...request, blogPostId: edited.id } };
}

async function aftermath(walk: Walk, { request, post, publishedMs }: Omit<Done, "file">): Promise<void> {
  const { report, cast, live, settings, startedMs } = walk;
  await report.check("the public page shows the post", () => openPage(post));
  await report.check(
    "search finds it within two seconds",
    async () => `${await findBySearch(cast, post, publishedMs, foundWithinMs)} ms`,
  );
  report.heading("Told, proven, settled");
  await report.check("people are told in the portals", () => {
    const expected = [
      { who: cast.editor, event: "approval.created.dm" },
      { who: cast.approver, event: "approval.created.client" },
      { who: cast.reviewer, event: "content.published" },
    ];
    return findNotices(expected, startedMs);
  });
  const { inboxUrl } = settings;
  if (inboxUrl) {
    await report.check("people are told by e-mail", () => {
      const expected = [cast.reviewer, cast.approver].map(({ user }) => ({ address: user.email, text: walk.tag }));
      return findMails(inboxUrl, expected);
    });
  }
  await report.check("the request is fulfilled", async () => {
    const { status } = await cast.member.get<ContentRequest>(`/tenant/v1/requests/${request.id}`);
    insist(status === "fulfilled", `it is ${status}`);
    return status;
  });
  await report.check("the audit log tells the story of the post", () => {
    const story = [
      "blog_post.created",
      "blog_post.drafted",
      "blog_post.rejected",
      "blog_post.edited",
      "blog_post.dm_approved",
      "blog_post.client_approved",
    ] as const;
    return findEntries(cast.editor, post.id, story);
  });
  await report.check("the audit chain is whole", () => verifyAudit(cast.editor));
  await report.check("the credit ledger adds up to the balance", () => checkLedger(cast.member));
  await report.check("the live stream showed every step in order", async () =>
    checkOrder(live.frames, story(request, post)),
  );
  await report.check("the live stream is in sequence", async () => checkSequence(live.frames, live.resets));
}

/** What a portal must have been told between the wish and the public page. */
function story(request: ContentRequest, post: BlogPost) {
  const [brief, article] = request.activityIds;
  return [
    event("request:updated", request.id, { status: "submitted" }),
    event("request:updated", request.id, { status: "in_production" }),
    event("agent:active", undefined, { agent: "content-brief-writer", activityId: brief }),
    event("agent:completed", undefined, { agent: "content-brief-writer", activityId: brief }),
    event("agent:active", undefined, { agent: "blog-writer", activityId: article }),
    event("agent:completed", undefined, { agent: "blog-writer", activityId: article }),
    event("content:updated", post.id, { status: "dm_review" }),
    event("content:updated", post.id, { status: "rejected" }),
    event("agent:active", undefined, { agent: "blog-writer", activityId: article }),
    event("content:updated", post.id, { status: "dm_review" }),
    event("content:updated", post.id, { status: "dm_review", version: post.version }),
    event("content:updated", post.id, { status: "client_review" }),
    event("content:updated", post.id, { status: "publishing" }),
    event("content:published", post.id, { version: post.version }),
  ];
}

/** Notes the time since the last lap under a name; without a name it only starts anew. */
function stopwatch(report: Report): (name?: string) => void {
  let from = performance.now();
  return (name) => {
    const now = performance.now();
    if (name) report.phase(name, now - from);
    from = now;
  };
}
