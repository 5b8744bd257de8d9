import { lengthMax, type Platform } from "#core/social/platforms.ts";
import type { Envelope } from "#schema/agent.ts";
import { SocialPlatform, usualFormat } from "#schema/social.ts";
import { lengthOn } from "#schema/social-wording.ts";
import type { RepurposeInput } from "../content-repurposer.ts";
import type { SocialDraft, ThreadDraft } from "../descriptor/social.ts";
import { factsOf, type Passage } from "./facts.ts";
import { composeSocialPost } from "./social-post.ts";
import { varyBy } from "./vary.ts";
import { capital, cut } from "./wording.ts";

type Source = Pick<RepurposeInput, "sourceTitle" | "websiteUrl">;
type Placed = Source & { platform: Platform };

const partsMax = 6;
const slidesMax = 5;
const openings: readonly string[] = [
  "Here is what we learned, in a few short posts.",
  "The essence of it, in a few short posts.",
  "What matters about it, one thing at a time.",
];
const closings: readonly string[] = [
  "What would you like to know about it? Ask us.",
  "That is the essence of it. Questions are welcome.",
];

/** A post that tells one passage of the source; each network another one. */
export function composePost({ sourceTitle, websiteUrl, platform }: Placed, envelope: Envelope): SocialDraft {
  const format = usualFormat(platform);
  const calendarItem = { contentType: "educational" as const, format, topicAngle: cut(sourceTitle, 200) };
  const sequence = 1 + SocialPlatform.options.indexOf(platform);
  const link = websiteUrl ? { linkUrl: websiteUrl } : {};
  const asked = { platform, calendarItem, ...link, account: "", criticIssues: [], sequence, previousTexts: [] };
  return composeSocialPost(asked, envelope).data;
}

/** Slides that each tell the main sentence of another passage, under the heading it stands below. */
export function composeCarousel(source: Placed, envelope: Envelope): SocialDraft {
  const post = composePost(source, envelope);
  const told = passagesOf(envelope).slice(0, slidesMax - 1);
  const title = cut(capital(source.sourceTitle), 58).padEnd(3, ".");
  const slides = told.map(({ topic, sentences: [first = "", second = ""] }) => ({
    headline: cut(capital(topic ?? first), 58).padEnd(3, "."),
    text: topic ? cut(first, 200) : cut(second, 200),
  }));
  return {
    ...post,
    imageHeadline: title,
    slides: [{ headline: title, text: "Swipe to read on." }, ...slides, ...asking(slides)],
  };
}

/** Posts that follow each other: what it is about, one passage in each, and a question at the end. */
export function composeThread({ sourceTitle, websiteUrl }: Source, envelope: Envelope): ThreadDraft {
  const vary = varyBy({ thread: sourceTitle, version: envelope.version });
  const end = vary.pick(closings, "end");
  const told = passagesOf(envelope)
    .flatMap(({ sentences }) => fitting(sentences) ?? [])
    .slice(0, partsMax);
  const opening = `${cut(capital(sourceTitle), 180)}\n\n${vary.pick(openings, "open")}`;
  return { parts: [opening, ...told, websiteUrl ? `${end} ${websiteUrl}` : end] };
}

function passagesOf(envelope: Envelope): Passage[] {
  return factsOf(envelope).passages.filter(({ list }) => list === null);
}

// As many whole sentences as one part holds.
function fitting(sentences: readonly string[]): string | undefined {
  for (let count = sentences.length; count > 0; count--) {
    const text = sentences.slice(0, count).join(" ");
    if (lengthOn("x", text, []) <= lengthMax("x") && text.length >= 20) return text;
  }
  return undefined;
}

function asking(slides: readonly unknown[]): SocialDraft["slides"] {
  return slides.length === 0 ? [{ headline: "What would you like to know?", text: "Ask us." }] : [];
}
