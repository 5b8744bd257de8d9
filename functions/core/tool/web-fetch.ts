import * as z from "zod";
import { OutboundError } from "#platform/fetch.ts";
import { carry } from "#platform/leaving.ts";
import { AppError } from "#schema/errors.ts";
import { addressOf } from "./addresses.ts";
import { defineMethod, type Scene, type ToolDescriptor, ToolFailure } from "./descriptor.ts";

const pageBytesMax = 3_000_000;
const textMax = 12_000;
const linksMax = 60;

/** A page of the web as text. Only addresses that the run was given or found: none that a page asks to be called. */
export const webFetch: ToolDescriptor = {
  name: "web_fetch",
  description: "Reads a page of the web: its main text and its links. Only addresses from the task or from a search.",
  writes: false,
  needsApproval: false,
  external: true,
  ratePerMinute: 60,
  timeoutMs: 20_000,
  methods: {
    read: defineMethod({
      description: "The main text of a page, and the links to pages of the same site.",
      input: z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(2_000) }),
      output: z.object({
        url: z.string(),
        title: z.string(),
        text: z.string(),
        truncated: z.boolean(),
        links: z.array(z.string()),
      }),
      async call({ url }, scene) {
        const known = addressOf(url);
        if (known === null || !scene.addresses.has(known))
          throw new ToolFailure(
            "not_from_task",
            "This address is neither part of the task nor found by a search. Search for the page first.",
          );
        const page = await read(url, scene);
        return {
          output: page,
          passages: [{ label: page.url, trust: "third_party", text: `${page.title}\n\n${page.text}` }],
          addresses: page.links,
        };
      },
    }),
  },
};

async function read(url: string, { signal }: Scene) {
  const answer = await answerOf(url, signal);
  if (!answer.ok) throw new ToolFailure("failed", `${new URL(url).host} answers with ${answer.status}.`);
  const type = answer.headers.get("content-type") ?? "";
  if (!/^(?:text\/(?:html|plain)|application\/xhtml\+xml)\b/i.test(type))
    throw new ToolFailure("failed", `The address gives ${type || "something without a type"}, not a page of text.`);
  const body = await answer.text().catch((error: unknown) => {
    throw new ToolFailure("failed", error instanceof Error ? error.message : "The page was cut off.");
  });
  // What reads pages is large and rarely wanted.
  const { readPage } = await import("./page.ts");
  const page = readPage(body, answer.url, type);
  const text = page.text.slice(0, textMax);
  return {
    url: answer.url,
    title: page.title,
    text,
    truncated: text.length < page.text.length,
    links: page.links.slice(0, linksMax),
  };
}

async function answerOf(url: string, signal: AbortSignal): Promise<Response> {
  try {
    return await carry(url, { declaredLocal: false, timeoutMs: 15_000, maxBytes: pageBytesMax, signal });
  } catch (error) {
    if (error instanceof OutboundError || error instanceof AppError) throw new ToolFailure("failed", error.message);
    throw error;
  }
}
