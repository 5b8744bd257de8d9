import type { Answer, Envelope } from "#schema/agent.ts";
import type { OutreachDraft, OutreachInput } from "../backlink-outreach-writer.ts";
import { varyBy } from "./vary.ts";
import { cut } from "./wording.ts";

const subjects: readonly string[] = [
  "A page for your readers",
  "A question about your site",
  "A resource you may want to add",
];
const asks: readonly string[] = [
  "Would you look at it and tell me whether a link to it would help your readers?",
  "If you think that it helps your readers, would you consider a link to it?",
];
const partings: readonly string[] = [
  "A short yes or no is enough, and a no is fine with me.",
  "If it does not fit, no answer is needed.",
];

/** A plain mail: who writes, about which page, what we have, and one question. Nothing is claimed that was not given. */
export function composeOutreach(input: OutreachInput, envelope: Envelope): Answer<OutreachDraft> {
  const { prospect, asset, sender, recipientName } = input;
  const vary = varyBy({ domain: prospect.sourceDomain, url: asset.url, version: envelope.version });
  const greeting = recipientName ? `Hello ${recipientName},` : "Hello,";
  const theirs = prospect.sourceUrl ? `your page ${prospect.sourceUrl}` : `your site ${prospect.sourceDomain}`;
  const about = asset.description ? ` It is about this: ${cut(asset.description, 250)}` : "";
  const idea =
    prospect.prospectType === "guest-post"
      ? "I saw that you take texts of guests. Our page could be the start of one, or a source for your own authors."
      : "I came upon it while I was looking for places where people read about this subject.";
  const body = [
    greeting,
    `my name is ${sender.name}, I am ${sender.role} at ${sender.company}. I am writing about ${theirs}. ${idea}`,
    `We have a page on the same subject, “${cut(asset.title, 120)}”: ${asset.url}.${about}`,
    `${vary.pick(asks, "ask")} ${vary.pick(partings, "parting")}`,
    `Kind regards\n${sender.name}`,
  ].join("\n\n");
  const followUps = [
    {
      afterDays: 5,
      body: `${greeting}\n\na few days ago I wrote to you about “${cut(asset.title, 120)}”. Mails get lost, so here is the question once more: would a link to it help your readers? A short answer is enough.\n\nKind regards\n${sender.name}`,
    },
    {
      afterDays: 7,
      body: `${greeting}\n\nthis is my last mail about “${cut(asset.title, 120)}”. If it is of no use to your readers, leave it at that. If somebody else looks after such questions, I would be glad to hear whom to ask.\n\nKind regards\n${sender.name}`,
    },
  ];
  const subject = cut(`${vary.pick(subjects, "subject")}: ${asset.title}`, 70);
  return { data: { subject, body: cut(body, 1_500), followUps }, citations: [], warnings: [] };
}
