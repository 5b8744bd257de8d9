import { lengthMax } from "#core/social/platforms.ts";
import type { Answer, Envelope } from "#schema/agent.ts";
import { socialPlatforms } from "#schema/social.ts";
import { lengthOn } from "#schema/social-wording.ts";
import type { SocialDraft } from "../descriptor/social.ts";
import type { SocialPostInput } from "../social-post-writer.ts";
import { factsOf, type Passage } from "./facts.ts";
import { unwanted } from "./memory.ts";
import { itemsOf, sectionsOf } from "./sections.ts";
import { varyBy } from "./vary.ts";
import { brandOf, capital, cut } from "./wording.ts";

const hooks: readonly string[] = [
  "Worth knowing before you decide.",
  "A thing we are often asked.",
  "From our daily work.",
  "Something that is easily overlooked.",
];
const asks: readonly string[] = [
  "What is your experience?",
  "What would you like to know about it?",
  "How do you do it?",
];
const calls: readonly string[] = ["Read more on our site.", "More about it on our site.", "Ask us anything about it."];
const generalTags: readonly string[] = ["goodtoknow", "behindthescenes", "questions", "dailywork", "smallbusiness"];

/** A post from whole sentences of the company's own documents, as long as its platform takes. */
export function composeSocialPost(input: SocialPostInput, envelope: Envelope): Answer<SocialDraft> {
  const { platform, calendarItem, linkUrl } = input;
  const vary = varyBy({
    platform,
    angle: calendarItem.topicAngle,
    sequence: input.sequence,
    version: envelope.version,
  });
  const passage = passageFor(input, envelope);
  const company = brandOf(envelope.contextFile) ?? "us";
  const hook = vary.pick(hooks, "hook");
  const told = passage?.sentences.slice(0, 3) ?? offersOf(envelope);
  const subject = passage?.topic ?? calendarItem.theme ?? calendarItem.topicAngle;
  const ask = calendarItem.contentType === "engagement" || calendarItem.format === "poll";
  const closing = ask ? vary.pick(asks, "ask") : vary.pick(calls, "call");
  const hashtags = tagsOf(subject, platform);
  const bodyText = fitted(platform, hashtags, { hook, told, closing, link: ask ? undefined : linkUrl });
  const headline = cut(capital(subject), 58);
  const slides = calendarItem.format === "carousel" ? slidesOf(told, headline) : [];
  return {
    data: {
      bodyText,
      hashtags,
      emojiUsed: false,
      engagementHook: hook,
      ...(ask ? {} : { callToAction: closing }),
      imageHeadline: headline.padEnd(3, "."),
      imageBrief: cut(`A calm photograph in natural light that shows ${subject}, without words, logos or faces`, 500),
      altText: cut(`A picture that shows ${subject}, in natural light`, 250),
      slides,
      ...(calendarItem.format === "poll" ? { pollOptions: ["Yes", "Not yet", "Tell me more"] } : {}),
    },
    citations: (passage ? told : [])
      .filter((claim) => bodyText.includes(claim))
      .map((claim) => ({ claim: cut(claim, 300), chunkId: passage?.chunkId ?? "" })),
    warnings: passage ? [] : [`No own sources were found; the post of ${company} is general.`],
  };
}

// The passages are ranked for the angle; those told before, and those of the posts next to this one, are passed over.
function passageFor(input: SocialPostInput, envelope: Envelope): Passage | undefined {
  const before = input.previousTexts.join("\n");
  const usable = factsOf(envelope, unwanted(envelope, input.calendarItem.topicAngle)).passages.filter(
    ({ sentences, list }) => !list && !before.includes(sentences[0] ?? ""),
  );
  const fitting = usable.slice(0, 4);
  return fitting[(input.sequence - 1) % Math.max(1, fitting.length)];
}

function offersOf(envelope: Envelope): string[] {
  const items = itemsOf(sectionsOf(envelope.contextFile).get("products and services") ?? "");
  const told = items.slice(0, 2).map((item) => item.replaceAll("*", "").replace(/^([^:]{2,60}): /, ""));
  return told.length > 0 ? told : ["We answer what people ask before they decide, plainly and without hurry."];
}

interface Parts {
  hook: string;
  told: readonly string[];
  closing: string;
  link: string | undefined;
}

// Whole sentences only: the last ones stay out where the platform has no room for them.
function fitted(
  platform: SocialPostInput["platform"],
  hashtags: readonly string[],
  { hook, told, closing, link }: Parts,
): string {
  for (let count = told.length; count >= 0; count--) {
    const end = link ? `${closing} ${link}` : closing;
    const text = [hook, told.slice(0, count).join(" "), end].filter((part) => part !== "").join("\n\n");
    if (lengthOn(platform, text, hashtags) <= lengthMax(platform)) return text;
  }
  return `${hook}\n\n${closing}`;
}

function tagsOf(subject: string, platform: SocialPostInput["platform"]): string[] {
  const [min, max] = socialPlatforms[platform].hashtags;
  const words = subject.toLowerCase().match(/\p{L}{5,24}/gu) ?? [];
  return [...new Set([...words, ...generalTags])].slice(0, Math.max(min, Math.min(max, 3)));
}

function slidesOf(told: readonly string[], headline: string): SocialDraft["slides"] {
  const slides = told.slice(0, 4).map((sentence, at) => ({
    headline: at === 0 ? headline.padEnd(3, ".") : cut(sentence, 58),
    text: cut(sentence, 200),
  }));
  return slides.length > 1 ? slides : [...slides, { headline: "What would you like to know?", text: "Ask us." }];
}
