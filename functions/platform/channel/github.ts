import * as z from "zod";
import { type Answer, type Call, callOf, codeOf, isNear, missing, notYet, unanswered, unseen } from "./api.ts";
import { patched } from "./patch.ts";
import type {
  BlogPayload,
  ChannelErrorCode,
  CheckResult,
  PostResult,
  PublishAttempt,
  RepositoryFile,
  RepositoryPayload,
  Sender,
  TokenAccount,
} from "./types.ts";
import { validateBlog } from "./validate.ts";

const Sha = z.object({ sha: z.string() });
const Ref = z.object({ object: Sha });
const Commit = z.object({ tree: Sha });
const Repository = z.object({ default_branch: z.string() });
const Content = z.object({ content: z.string(), encoding: z.literal("base64") });
const Pull = z.object({
  number: z.int(),
  html_url: z.string(),
  state: z.enum(["open", "closed"]),
  merged_at: z.string().nullable(),
  created_at: z.string(),
});
type Pull = z.infer<typeof Pull>;

/** An answer that is no success, as the outcome it means. */
class Stopped extends Error {
  readonly result: PostResult;
  constructor(result: PostResult) {
    super("GitHub did not do it.");
    this.result = result;
  }
}

/** Changes of a site's files: a branch of their own and a pull request, which people merge. Nothing is pushed elsewhere. */
export function repositoryFiles(account: TokenAccount): Sender<RepositoryPayload> {
  const call = callOf("github", account.accessToken, {
    ...{ accept: "application/vnd.github+json", "x-github-api-version": "2022-11-28", "user-agent": "leadmetrics" },
  });
  return {
    validate: ({ files }) =>
      files.length === 0 || files.some(({ paths }) => paths.length === 0 || !paths.every(isPage))
        ? [{ field: "files", code: "bad_format", text: "Only pages of the site are changed." }]
        : [],
    post: (attempt) => propose(call, account, attempt),
    check: (attempt) => check(call, account.id, attempt).catch(unseen),
  };
}

/** Pages as files of a site's repository. */
export function repositoryPages(account: TokenAccount): Sender<BlogPayload> {
  const files = repositoryFiles(account);
  const turned = (attempt: PublishAttempt<BlogPayload>) => ({ ...attempt, payload: fileOf(attempt.payload) });
  return {
    validate: validateBlog,
    post: (attempt) => files.post(turned(attempt)),
    check: (attempt) => files.check(turned(attempt)),
  };
}

/** What could run, be installed or hold a secret is never touched, whatever is asked. */
function isPage(path: string): boolean {
  return /^[\w-][\w./-]*\.html$/.test(path) && !path.includes("..") && !path.includes("/.");
}

function fileOf({ title, slug, html, metaDescription }: BlogPayload): RepositoryPayload {
  const content = [
    "<!doctype html>",
    '<html lang="en">',
    "  <head>",
    '    <meta charset="utf-8">',
    '    <meta name="viewport" content="width=device-width, initial-scale=1">',
    `    <title>${escaped(title)}</title>`,
    `    <meta name="description" content="${escaped(metaDescription)}">`,
    "  </head>",
    "  <body>",
    `    <h1>${escaped(title)}</h1>`,
    html.trimEnd(),
    "  </body>",
    "</html>",
    "",
  ].join("\n");
  return {
    title,
    body: metaDescription,
    prefix: "page/",
    files: [{ paths: [`${slug}/index.html`], change: { content } }],
  };
}

const branchOf = ({ key, payload }: PublishAttempt<RepositoryPayload>): string => `${payload.prefix}${key.slice(0, 8)}`;

async function propose(
  call: Call,
  { id, branch: chosen, folder = "" }: TokenAccount,
  attempt: PublishAttempt<RepositoryPayload>,
): Promise<PostResult> {
  const { title, body, files } = attempt.payload;
  const branch = branchOf(attempt);
  const home = `/repos/${id}`;
  let isLeaving = false;
  try {
    const [open] = (await pulls(call, id, branch)).filter(({ state }) => state === "open");
    if (open) return { outcome: "accepted", providerId: String(open.number), url: open.html_url };
    const { default_branch: usual } = read(Repository, await call(home));
    const base = chosen ?? usual;
    if (branch === base || branch === usual)
      return { outcome: "refused", code: "bad_request", message: "Nothing is pushed to the branch that people see." };
    const parent = read(Ref, await call(`${home}/git/ref/heads/${base}`)).object.sha;
    const { tree } = read(Commit, await call(`${home}/git/commits/${parent}`));
    const changed = [];
    for (const file of files) changed.push(await changedFile(call, `${home}/contents/`, { base, folder }, file));
    const made = read(
      Sha,
      await call(`${home}/git/trees`, {
        json: {
          base_tree: tree.sha,
          tree: changed.map(({ path, content }) => ({ path, content, mode: "100644", type: "blob" })),
        },
      }),
    );
    const commit = { message: title, tree: made.sha, parents: [parent] };
    const { sha } = read(Sha, await call(`${home}/git/commits`, { json: commit }));
    const ref = await call(`${home}/git/refs`, { json: { ref: `refs/heads/${branch}`, sha } });
    // The branch of an earlier try is ours alone: it is brought to where it would be now.
    if (ref.status === 422)
      read(Ref, await call(`${home}/git/refs/heads/${branch}`, { method: "PATCH", json: { sha, force: true } }));
    else read(Ref, ref);
    isLeaving = true;
    const pull = read(Pull, await call(`${home}/pulls`, { json: { title, body, head: branch, base } }), true);
    return { outcome: "accepted", providerId: String(pull.number), url: pull.html_url };
  } catch (error) {
    return error instanceof Stopped ? error.result : unanswered(error, isLeaving);
  }
}

async function changedFile(
  call: Call,
  home: string,
  { base, folder }: { base: string; folder: string },
  { paths, change }: RepositoryFile,
): Promise<{ path: string; content: string }> {
  const placed = paths.map((path) => (folder === "" ? path : `${folder.replace(/^\/|\/$/g, "")}/${path}`));
  if ("content" in change) return { path: placed[0] ?? "", content: change.content };
  for (const path of placed) {
    const answer = await call(home + path.split("/").map(encodeURIComponent).join("/"), { query: { ref: base } });
    if (answer.status === 404) continue;
    const text = Buffer.from(read(Content, answer).content, "base64").toString("utf8");
    const content = patched(text, change.diff);
    if (content !== undefined) return { path, content };
    throw refusal("bad_request", `${path} is no longer as it was when the change was made; have it made anew.`);
  }
  throw refusal("target_gone", `The repository has none of ${placed.join(", ")}.`);
}

async function check(call: Call, id: string, attempt: PublishAttempt<RepositoryPayload>): Promise<CheckResult> {
  const [pull] = attempt.providerId
    ? [read(Pull, await call(`/repos/${id}/pulls/${attempt.providerId}`))]
    : (await pulls(call, id, branchOf(attempt))).filter(({ created_at }) => isNear(attempt.startedAt, created_at));
  if (!pull) return missing(attempt.startedAt);
  const { number, html_url: url, state, merged_at: mergedAt } = pull;
  if (mergedAt) return { state: "confirmed", providerId: String(number), url, at: new Date(mergedAt) };
  if (state === "open") return { state: "draft", providerId: String(number), editUrl: url };
  return { state: "rejected", reason: "The pull request was closed without being merged." };
}

/** The pull requests that were ever made of a branch, newest first. */
async function pulls(call: Call, id: string, branch: string): Promise<Pull[]> {
  const owner = id.split("/")[0] ?? "";
  return read(
    z.array(Pull),
    await call(`/repos/${id}/pulls`, { query: { head: `${owner}:${branch}`, state: "all", per_page: "100" } }),
  );
}

/** The body of a success; else what the answer means. `made` where it could have made what people see. */
function read<T extends z.ZodType>(shape: T, answer: Answer, made = false): z.output<T> {
  const parsed = shape.safeParse(answer.body);
  if (answer.status < 300 && parsed.success) return parsed.data;
  if (made && (answer.status >= 500 || answer.status < 300))
    throw new Stopped({ outcome: "unknown", reason: `GitHub answered ${answer.status}.` });
  throw new Stopped(notYet(answer, githubError(answer)));
}

function githubError({ status, body, headers }: Answer): { code: ChannelErrorCode; message: string } {
  const said = z.object({ message: z.string() }).safeParse(body);
  const message = (said.data?.message ?? `GitHub answered ${status}.`).slice(0, 400);
  const isLimit = status === 429 || (status === 403 && headers.get("x-ratelimit-remaining") === "0");
  return { code: isLimit ? "rate_limited" : codeOf(status), message };
}

const refusal = (code: ChannelErrorCode, message: string): Stopped =>
  new Stopped({ outcome: "refused", code, message });
const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
