import * as CodeChange from "#core/code-change/rows.ts";
import type { RepositoryPayload } from "#platform/channel/index.ts";
import { accountOfType } from "../accounts.ts";
import type { Target } from "../target.ts";

const place = "github";

/** Changes of a client's site: a pull request in its repository. It is out once the client's developers have merged it. */
export const codeTarget: Target = {
  type: "code_change",
  target: "code",
  queue: "publish__blog",
  publisher: "blog-publisher",
  purpose: "files",
  stages: ["dm"],
  find: async (tx, id) => {
    const { title, status, contentHash } = await CodeChange.locked(tx, id);
    return {
      ...{ id, title, status, contentHash: contentHash ?? "", version: 1 },
      ...{ channelId: null, activityId: null, publishAt: null },
    };
  },
  presentHash: async (tx, { id }) => CodeChange.hashOf(await CodeChange.locked(tx, id)),
  account: (tx) => accountOfType(tx, place),
  places: () => Promise.resolve([place]),
  payload: async (tx, { id, title }): Promise<RepositoryPayload> => {
    const { body, files } = await CodeChange.locked(tx, id);
    const changed = files.map(({ path, diff }) => ({ paths: pathsOf(path), change: { diff } }));
    return { title, body, prefix: "fix/", files: changed };
  },
  maySend: (status) => status === "approved",
  move: async (tx, { id }, verb) => {
    const row = await CodeChange.locked(tx, id);
    const opened = async () => (row.status === "approved" ? CodeChange.move(tx, row, "open") : row);
    if (verb === "draft") await opened();
    if (verb === "confirm") await CodeChange.move(tx, await opened(), "merge");
    // What could not be opened stays approved, with the reason at its attempt.
    if (verb === "fail" && row.status === "pr_open") await CodeChange.move(tx, row, "close");
  },
};

/** The files that a page's address may be made of. */
function pathsOf(url: string): string[] {
  const path = decodeURIComponent(new URL(url).pathname).replace(/^\//, "");
  if (path === "" || path.endsWith("/")) return [`${path}index.html`];
  return path.endsWith(".html") ? [path] : [`${path}.html`, `${path}/index.html`];
}
