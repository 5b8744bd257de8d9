import { createHash } from "node:crypto";
import type { Context, Hono } from "hono";
import type { Control } from "./control.ts";
import type { ErrorBody, SimulatorEnv } from "./door.ts";
import { openShelf } from "./shelf.ts";
import { basic, bearer, requireToken, simulate, textIn } from "./simulate.ts";

type Files = Record<string, string>;
interface Snapshot {
  id: string;
  files: Files;
  parents: string[];
  message: string;
}
interface Branch {
  id: string;
  sha: string;
}
interface PullRequest {
  id: string;
  repository: string;
  number: number;
  title: string;
  body: string;
  head: string;
  base: string;
  state: "open" | "closed";
  merged_at: string | null;
  created_at: string;
}

const main = "main";
const page = (title: string) =>
  `<!doctype html>\n<html lang="en">\n  <head>\n    <meta charset="utf-8">\n  </head>\n  <body>\n    <h1>${title}</h1>\n  </body>\n</html>\n`;
const seed: Files = { "index.html": page("Harbor & Pine"), "reading.html": page("Reading lamps for the night") };

/**
 * Repositories, their files, branches and pull requests of GitHub's REST API, below `/github`. Any `owner/name` is there, with two pages
 * on its branch `main`, which takes no push.
 */
export function githubSimulator(control: Control, dataDir: string): Hono<SimulatorEnv> {
  const snapshots = openShelf<Snapshot>(dataDir, "github-commits");
  const branches = openShelf<Branch>(dataDir, "github-branches");
  const pulls = openShelf<PullRequest>(dataDir, "github-pulls");
  const keep = (snapshot: Omit<Snapshot, "id">): Snapshot =>
    snapshots.put({ ...snapshot, id: sha({ ...snapshot, at: snapshots.next() }) });
  const headOf = (repository: string, branch: string): string | undefined => {
    const known = branches.get(`${repository}#${branch}`);
    if (known || branch !== main) return known?.sha;
    const { id } = keep({ files: seed, parents: [], message: "The site" });
    return branches.put({ id: `${repository}#${main}`, sha: id }).sha;
  };
  return simulate(control, { provider: "github", errorBody: githubError, unknownPath: "Not Found" }, (app) => {
    app.delete("/applications/:client/token", (c) => {
      const token = textIn(c.var.fields, "access_token");
      if (!basic(c)) return c.var.refuse(401, "Requires authentication");
      if (control.tokens.read(token).state === "dead") return c.var.refuse(422, "Validation Failed");
      control.tokens.revoke(token);
      return c.body(null, 204);
    });
    app.use(
      requireToken(control, bearer, { family: "github", missing: "Requires authentication", bad: "Bad credentials" }),
    );
    app.get("/user/repos", (c) => {
      const listed = ["harborpine/website", "solvane/pages"].map((full_name) => ({
        ...{ full_name, private: full_name === "solvane/pages", permissions: { pull: true, push: true } },
      }));
      const seen = { full_name: "somebody/else", private: false, permissions: { pull: true, push: false } };
      return c.json([...listed, seen]);
    });
    app.get("/repos/:owner/:name", (c) =>
      c.json({ full_name: repositoryOf(c), default_branch: main, permissions: { push: true } }),
    );
    app.get("/repos/:owner/:name/git/ref/:ref{heads/.+}", (c) => {
      const branch = c.req.param("ref").replace("heads/", "");
      const found = headOf(repositoryOf(c), branch);
      return found ? c.json(refBody(branch, found)) : c.var.refuse(404, "Not Found");
    });
    app.get("/repos/:owner/:name/git/commits/:sha", (c) => {
      const found = snapshots.get(c.req.param("sha"));
      return found ? c.json({ sha: found.id, tree: { sha: found.id } }) : c.var.refuse(404, "Not Found");
    });
    app.get("/repos/:owner/:name/contents/:path{.+}", (c) => {
      const head = headOf(repositoryOf(c), c.req.query("ref") ?? main) ?? "";
      const text = snapshots.get(head)?.files[c.req.param("path")];
      if (text === undefined) return c.var.refuse(404, "Not Found");
      const content = Buffer.from(text)
        .toString("base64")
        .replaceAll(/(.{60})/g, "$1\n");
      return c.json({ type: "file", path: c.req.param("path"), encoding: "base64", content });
    });
    app.post("/repos/:owner/:name/git/trees", (c) => {
      const base = snapshots.get(textIn(c.var.fields, "base_tree"));
      const entries = (c.var.fields["tree"] ?? []) as { path: string; content: string }[];
      if (!base || entries.length === 0) return c.var.refuse(422, "Validation Failed");
      const changed = Object.fromEntries(entries.map(({ path, content }) => [path, content]));
      return c.json({ sha: keep({ files: { ...base.files, ...changed }, parents: [], message: "" }).id }, 201);
    });
    app.post("/repos/:owner/:name/git/commits", (c) => {
      const tree = snapshots.get(textIn(c.var.fields, "tree"));
      const message = textIn(c.var.fields, "message");
      if (!tree || message === "") return c.var.refuse(422, "Validation Failed");
      const parents = (c.var.fields["parents"] ?? []) as string[];
      return c.json({ sha: keep({ files: tree.files, parents, message }).id }, 201);
    });
    app.post("/repos/:owner/:name/git/refs", (c) => {
      const branch = textIn(c.var.fields, "ref").replace("refs/heads/", "");
      const id = `${repositoryOf(c)}#${branch}`;
      if (headOf(repositoryOf(c), branch)) return c.var.refuse(422, "Reference already exists");
      return c.json(refBody(branch, branches.put({ id, sha: textIn(c.var.fields, "sha") }).sha), 201);
    });
    app.patch("/repos/:owner/:name/git/refs/:ref{heads/.+}", (c) => {
      const branch = c.req.param("ref").replace("heads/", "");
      if (branch === main) return c.var.refuse(422, "Required status check is expected: the branch is protected.");
      if (!headOf(repositoryOf(c), branch)) return c.var.refuse(422, "Reference does not exist");
      const sha = textIn(c.var.fields, "sha");
      return c.json(refBody(branch, branches.put({ id: `${repositoryOf(c)}#${branch}`, sha }).sha));
    });
    app.post("/repos/:owner/:name/pulls", (c) => {
      const repository = repositoryOf(c);
      const { fields } = c.var;
      const [title, body, head, base] = ["title", "body", "head", "base"].map((name) => textIn(fields, name));
      if (!title || !head || !base || !headOf(repository, head) || !headOf(repository, base))
        return c.var.refuse(422, "Validation Failed");
      if (pulls.list().some((one) => one.repository === repository && one.head === head && one.state === "open"))
        return c.var.refuse(422, `A pull request already exists for ${repository}:${head}.`);
      const number = pulls.next();
      const state = { state: "open" as const, merged_at: null, created_at: new Date().toISOString() };
      const made = { id: `${repository}#${number}`, repository, number, title, body: body ?? "", head, base, ...state };
      return c.json(shown(pulls.put(made)), 201);
    });
    app.get("/repos/:owner/:name/pulls", (c) => {
      const { head, state = "open" } = c.req.query();
      const branch = head?.split(":")[1];
      const found = pulls
        .list()
        .filter((one) => one.repository === repositoryOf(c) && (state === "all" || one.state === state))
        .filter((one) => branch === undefined || one.head === branch);
      return c.json(found.map(shown));
    });
    app.get("/repos/:owner/:name/pulls/:number", (c) => {
      const found = pulls.get(`${repositoryOf(c)}#${c.req.param("number")}`);
      return found ? c.json(shown(found)) : c.var.refuse(404, "Not Found");
    });
    app.put("/repos/:owner/:name/pulls/:number/merge", (c) => {
      const found = pulls.get(`${repositoryOf(c)}#${c.req.param("number")}`);
      if (found?.state !== "open") return c.var.refuse(405, "Pull Request is not mergeable");
      const merged = headOf(found.repository, found.head) ?? "";
      branches.put({ id: `${found.repository}#${found.base}`, sha: merged });
      pulls.put({ ...found, state: "closed", merged_at: new Date().toISOString() });
      return c.json({ sha: merged, merged: true, message: "Pull Request successfully merged" });
    });
    app.patch("/repos/:owner/:name/pulls/:number", (c) => {
      const found = pulls.get(`${repositoryOf(c)}#${c.req.param("number")}`);
      if (!found) return c.var.refuse(404, "Not Found");
      return c.json(
        shown(pulls.put({ ...found, state: textIn(c.var.fields, "state") === "closed" ? "closed" : "open" })),
      );
    });
  });
}

function repositoryOf(c: Context<SimulatorEnv>): string {
  return `${c.req.param("owner")}/${c.req.param("name")}`;
}

function sha(of: object): string {
  return createHash("sha1").update(JSON.stringify(of)).digest("hex");
}

function refBody(branch: string, commit: string): object {
  return { ref: `refs/heads/${branch}`, object: { type: "commit", sha: commit } };
}

function shown({ id: _id, repository, head, base, ...pull }: PullRequest): object {
  const html_url = `https://github.com/${repository}/pull/${pull.number}`;
  return { ...pull, html_url, head: { ref: head }, base: { ref: base } };
}

const githubError: ErrorBody = (_status, message) => ({
  message,
  documentation_url: "https://docs.github.com/rest",
});
