/** A post as a WordPress site lists it. */
export interface SitePost {
  id: number;
  slug: string;
  status: string;
  title: { rendered: string; raw?: string };
}

export interface Fault {
  provider: string;
  kind: string;
  times?: number;
  ms?: number;
  retryAfterS?: number;
  /** Only requests whose method, path or body contain it. */
  match?: string;
}

const by = `tests-${process.pid}`;

/** Steers the simulated outside world of the stores in use. */
export const outside = {
  /** Makes the next matching requests of a provider fail. */
  async fault(fault: Fault): Promise<void> {
    await fetch(`${url()}/admin/faults`, { method: "POST", body: JSON.stringify({ ...fault, by }) });
  },

  /** What a model provider answers next. */
  async reply(provider: string, text: string): Promise<void> {
    await fetch(`${url()}/admin/replies`, { method: "POST", body: JSON.stringify({ provider, text }) });
  },

  /** Ends the faults that this file set; others may be at work beside it. */
  async clearFaults(): Promise<void> {
    await fetch(`${url()}/admin/faults?by=${by}`, { method: "DELETE" });
  },

  /** Everything a site holds under a title, drafts too. */
  async posts(title: string, site = "harbor-pine"): Promise<SitePost[]> {
    const password = process.env["SIMULATOR_WORDPRESS_PASSWORD"];
    const authorization = `Basic ${Buffer.from(`leadmetrics:${password}`).toString("base64")}`;
    const path = `/wordpress/${site}/wp-json/wp/v2/posts?status=any&context=edit&per_page=100`;
    const posts = (await (await fetch(url() + path, { headers: { authorization } })).json()) as SitePost[];
    return posts.filter((post) => (post.title.raw ?? post.title.rendered) === title);
  },

  /** How often a site was asked to create a post. */
  async timesPosted(): Promise<number> {
    const answer = await fetch(`${url()}/admin/calls?provider=wordpress`);
    const { calls } = (await answer.json()) as { calls: { method: string; path: string }[] };
    return calls.filter(({ method, path }) => method === "POST" && path.endsWith("/posts")).length;
  },

  async forgetCalls(): Promise<void> {
    await fetch(`${url()}/admin/calls`, { method: "DELETE" });
  },

  /** Mails that reached an address. */
  async mails(to: string): Promise<{ subject: string; preview: string }[]> {
    const answer = await fetch(`${process.env["INBOX_URL"]}/api/mails?to=${encodeURIComponent(to)}`);
    return (await answer.json()) as { subject: string; preview: string }[];
  },
};

function url(): string {
  return process.env["SIMULATOR_URL"] ?? "";
}
