import type { ApiScope } from "#schema/api-key.ts";
import type { Things } from "#tests/support/furnish.ts";
import type { Expectation } from "./catalogue.ts";

const nothing = () => ({});
const of = (thing: keyof Things) => ({ params: { id: thing } });
const key = (scope: ApiScope | null) => ({ may: [], key: scope });
const forAgent = (credential: "run" | "key" | "either") => ({ may: [], agent: credential });
const noLink = { may: "public", params: { token: { literal: "ten_01J00000000000000000000000_nothing" } } } as const;
const linkTo = (thing: keyof Things) => ({
  ...of(thing),
  body: () => ({ contactName: "Pat", contactEmail: "pat@client.test" }),
});

/** Whoever comes without an account: programs with a key, contacts with a link, agents that run elsewhere. */
export const outsideExpectations: Record<string, Expectation> = {
  "GET /api/v1/me": key(null),
  "GET /api/v1/blog-posts": key("blog:read"),
  "GET /api/v1/blog-posts/{id}": { ...key("blog:read"), ...of("blogPost") },
  "POST /api/v1/blog-posts/generate": { ...key("blog:write"), body: () => ({ topic: "A topic of one's own" }) },
  "POST /api/v1/blog-posts/{id}/publish": { ...key("blog:write"), ...of("blogPost"), body: nothing },
  "GET /api/v1/activities": key("activities:read"),
  "GET /api/v1/activities/{id}": { ...key("activities:read"), ...of("activity") },
  "GET /api/v1/approvals": key("approvals:read"),
  "GET /api/v1/approvals/{id}": { ...key("approvals:read"), ...of("clientApproval") },
  "POST /api/v1/approvals/{id}/comments": {
    ...key("approvals:write"),
    ...of("clientApproval"),
    body: () => ({ body: "A comment" }),
  },
  "POST /api/v1/approvals/{id}/links": { ...key("approvals:write"), ...linkTo("clientApproval") },
  "POST /api/v1/approvals/{id}/reopen": { ...key("approvals:write"), ...of("expiredApproval") },
  "GET /api/v1/credits": key("credits:read"),
  "GET /api/v1/datasets": key("datasets:read"),
  "POST /api/v1/datasets/query": { ...key("datasets:read"), body: () => ({ query: "secrets in the cellar" }) },
  "POST /api/v1/datasets/{id}/files": {
    ...key("datasets:write"),
    ...of("dataset"),
    body: (_, { upload }) => ({ uploadIds: [upload] }),
  },
  "DELETE /api/v1/dataset-files/{id}": { ...key("datasets:write"), ...of("datasetFile") },
  "POST /api/v1/uploads": {
    ...key("media:write"),
    body: () => ({ purpose: "dataset", fileName: "a.md", mime: "text/markdown", bytes: 10 }),
  },
  "POST /api/v1/uploads/{id}/complete": { ...key("media:write"), ...of("upload") },

  "GET /client/v1/links/{token}": noLink,
  "POST /client/v1/links/{token}/code": noLink,
  "POST /client/v1/links/{token}/verify": noLink,
  "POST /client/v1/links/{token}/comments": noLink,
  "POST /client/v1/links/{token}/approve": noLink,
  "POST /client/v1/links/{token}/reject": noLink,

  "GET /agent/v1/health": forAgent("either"),
  "POST /agent/v1/adapter-test": { ...forAgent("key"), body: () => ({ echo: "hello" }) },
  "GET /agent/v1/runs/{runId}": { ...forAgent("run"), params: { runId: "run" } },
  "POST /agent/v1/runs/{runId}/stream": {
    ...forAgent("run"),
    params: { runId: "run" },
    body: () => ({ delta: "Once", sequenceNum: 1 }),
  },
  "POST /agent/v1/runs/{runId}/tools/{tool}": {
    ...forAgent("run"),
    params: { runId: "run", tool: { literal: "load_skill" } },
    body: () => ({ input: {} }),
  },
  "POST /agent/v1/runs/{runId}/result": {
    ...forAgent("run"),
    params: { runId: "run" },
    body: () => ({ status: "error", error: "No ink" }),
  },
};
