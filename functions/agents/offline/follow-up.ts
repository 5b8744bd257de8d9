import type { Answer, Envelope } from "#schema/agent.ts";
import type { FollowUp, FollowUpInput } from "../lead-followup-writer.ts";
import { citedOf, lineOf, materialFor, upTo } from "./material.ts";
import { cut } from "./wording.ts";

const openings: Record<FollowUpInput["purpose"], readonly string[]> = {
  first_touch: ["thank you for writing to us.", "thank you for your interest."],
  follow_up: ["you wrote to us a while ago, and we want to come back to it.", "we want to come back to your question."],
  nurture: ["here is something that others who asked us found useful.", "a short note that may be of use to you."],
  revive: ["we have not heard from each other for some time.", "some time ago you asked us about our work."],
};
const questions: Record<FollowUpInput["purpose"], readonly string[]> = {
  first_touch: ["What would help you most to decide?", "Shall we talk about what you have in mind?"],
  follow_up: ["Is there a question that we can answer for you?", "Shall we talk about it this week?"],
  nurture: ["Would you like to know more about it?", "Is this of use to you?"],
  revive: ["Is it still of interest to you? A short yes or no is enough.", "Shall we keep in touch about it?"],
};

/** Greeting, reason, the company's own sentences about the subject, one question. Nothing is said of the person. */
export function composeFollowUp(input: FollowUpInput, envelope: Envelope): Answer<FollowUp> {
  const { lead, purpose, sender } = input;
  const about = lead.message?.slice(0, 300) || `What ${sender} offers`;
  const material = materialFor(about, envelope, { seed: [purpose, lead.company ?? ""] });
  const { passages, offers, vary } = material;
  const name = lead.firstName?.trim();
  const own = passages[0] ? upTo(passages[0].sentences, 520) : "";
  const offered = offers.slice(0, 2).map(({ name: what, text }) => `- **${what}**: ${cut(text, 120)}`);
  const body = [
    name ? `Hello ${name},` : "Hello,",
    `${vary.pick(material.allowed(openings[purpose]), "opening")}${own ? "" : " We would like to hear what you need before we say more, so that what we tell you fits."}`,
    own,
    offered.length > 0 && own.length < 300 ? offered.join("\n") : "",
    vary.pick(material.allowed(questions[purpose]), "question"),
    `Kind regards\n${sender}`,
  ]
    .filter(Boolean)
    .join("\n\n");
  const subject = lineOf(
    [`Your question to ${sender}`, `A note from ${sender}`, `Your interest in ${sender}`],
    { min: 20, max: 70 },
    "and what comes next",
  );
  return {
    data: { subject, body: cut(body, 1_200) },
    citations: citedOf(passages.slice(0, 1), body),
    warnings: own ? [] : ["The company's own documents said nothing about the subject."],
  };
}
