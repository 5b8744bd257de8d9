import type { Answer, Envelope } from "#schema/agent.ts";
import type { GbpDraft, GbpInput } from "../gbp-post-writer.ts";
import { factsOf } from "./facts.ts";
import { unwanted } from "./memory.ts";
import { itemsOf, sectionsOf } from "./sections.ts";
import { varyBy } from "./vary.ts";
import { brandOf, cut } from "./wording.ts";

const openings: readonly string[] = [
  "Did you know?",
  "A question we often hear.",
  "Something worth knowing.",
  "From our daily work.",
];
const closings: readonly string[] = [
  "Have a question about it? Look at our site, or ask us when you are here.",
  "More about it on our site.",
  "We are glad to tell you more.",
];

/** A short post from sentences of the company's own documents; each number of the month takes other ones. */
export function composeGbpPost(input: GbpInput, envelope: Envelope): Answer<GbpDraft> {
  const vary = varyBy({ month: input.month, sequence: input.sequence, topic: input.topic, version: envelope.version });
  const before = input.previousTexts.join("\n");
  const passages = factsOf(envelope, unwanted(envelope, input.topic ?? "")).passages.filter(
    ({ sentences, list }) => !list && !before.includes(sentences[0] ?? ""),
  );
  const passage = passages[(input.sequence - 1) % Math.max(1, passages.length)];
  const told = passage ? passage.sentences.slice(0, 3) : offers(envelope);
  const dated = datesOf(input);
  const body = [
    ...dated,
    ...(dated.length > 0 ? [] : [vary.pick(openings, "opening")]),
    ...told,
    vary.pick(closings, "closing"),
  ].join(" ");
  const company = brandOf(envelope.contextFile) ?? "us";
  const bodyText = cut(
    body.length >= 100
      ? body
      : `${body} ${company} answers what people ask before they decide, plainly and without hurry.`,
    1_400,
  );
  return {
    data: {
      bodyText,
      callToAction: input.websiteUrl ? { type: "learn-more", url: input.websiteUrl } : { type: "call" },
      photoSuggestion: cut(
        `A photo that shows: ${passage?.topic ?? input.topic ?? company}, in natural light, without text`,
        200,
      ),
    },
    citations: passage ? told.map((claim) => ({ claim: cut(claim, 300), chunkId: passage.chunkId })) : [],
    warnings: passage ? [] : ["No own sources were found; the post is general."],
  };
}

function offers(envelope: Envelope): string[] {
  const items = itemsOf(sectionsOf(envelope.contextFile).get("products and services") ?? "");
  return items.slice(0, 2).map((item) => item.replaceAll("*", "").replace(/^([^:]{2,60}): /, ""));
}

function datesOf({ offerDetails: offer, eventDetails: event }: GbpInput): string[] {
  if (offer) return [`${offer.title}: ${offer.discount}, from ${offer.startDate} to ${offer.endDate}.`];
  return event ? [`${event.title} on ${event.date}${event.time ? ` at ${event.time}` : ""}.`] : [];
}
