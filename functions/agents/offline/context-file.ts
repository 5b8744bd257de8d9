import { sentencesOf } from "#core/dataset/sentences.ts";
import { plainOf } from "#core/run/prose.ts";
import type { Answer, Envelope } from "#schema/agent.ts";
import type { ContextFile, ContextInput } from "../context-file-writer.ts";
import { sectionsOf } from "./sections.ts";
import { capital, cut, listed } from "./wording.ts";

/** The context file from research and wizard alone: what they say, in its sections. */
export function composeContextFile(input: ContextInput, envelope: Envelope): Answer<ContextFile> {
  const notes = sectionsOf(input.clientNotes);
  const overview = overviewOf(input, notes.get("company") ?? "");
  const audience = audienceOf(input);
  const coreProducts =
    input.offerings.length > 0 ? input.offerings.map(({ name }) => cut(name, 200)) : [input.tenantName];
  const brandVoice = voiceOf(input);
  const keyMessages = messagesOf(input, overview);
  const competitors = input.competitors.map(({ name }) => name).slice(0, 10);
  const bullets = (items: readonly string[]) => items.map((item) => `- ${item}`).join("\n");
  const constraints = [
    "Use figures, names and quotes only from the company's own documents and site.",
    ...(input.wizard.voice?.donts ?? []),
    ...wishes(input, envelope),
  ];
  const markdown = cut(
    [
      `# ${input.tenantName}`,
      "## Company",
      overview,
      "## Products and services",
      bullets(
        input.offerings.length > 0
          ? input.offerings.map(({ name, description }) => `**${name}**: ${description}`)
          : ["Not described yet."],
      ),
      "## Audience",
      audience,
      "## Brand voice",
      brandVoice,
      "## Key messages",
      bullets(keyMessages),
      "## Competitors",
      competitors.length > 0 ? bullets(competitors) : "None has been named.",
      "## Channels",
      input.channels.length > 0 ? bullets(input.channels) : "No channel is connected yet.",
      "## Constraints",
      bullets(constraints),
    ].join("\n\n"),
    19_500,
  );
  const data = {
    markdown,
    companyOverview: overview,
    targetAudience: audience,
    coreProducts,
    brandVoice,
    keyMessages,
    competitors,
  };
  return { data, citations: [], warnings: input.clientNotes === "" ? ["There was no research on the client."] : [] };
}

function overviewOf(input: ContextInput, company: string): string {
  const known = plainOf(company).trim();
  const offers = input.offerings.slice(0, 4).map(({ name }) => name);
  const more = offers.length > 0 ? `It offers ${listed(offers)}.` : "What it offers has to be described.";
  const text = `${known || `${input.tenantName} is a client of the agency.`} ${more}`;
  return cut(
    text.length >= 100
      ? text
      : `${text} This file collects what everybody who writes for ${input.tenantName} must know.`,
    2_900,
  );
}

function audienceOf(input: ContextInput): string {
  const groups = input.audiences.map(
    ({ name, needs }) => `${name}: ${needs.map((need) => need.replace(/\.$/, "")).join("; ")}.`,
  );
  const text = groups.join("\n\n") || `The people who buy from ${input.tenantName} have not been described yet.`;
  return cut(text.length >= 50 ? text : `${text} Ask the company who they are and what they need.`, 1_900);
}

function voiceOf(input: ContextInput): string {
  const voice = input.wizard.voice;
  const parts = [
    voice && voice.tone.length > 0 ? `The tone is ${listed(voice.tone)}.` : "The tone is plain and friendly.",
    voice?.personality ?? "",
    voice?.style ?? "",
    ...(voice?.dos ?? []),
  ].filter((part) => part.trim() !== "");
  const text = parts.map((part) => capital(part.trim())).join(" ");
  return cut(text.length >= 50 ? text : `${text} Short sentences, concrete nouns, no jargon.`, 1_900);
}

function messagesOf(input: ContextInput, overview: string): string[] {
  const candidates = [
    ...input.differentiators,
    ...input.offerings.map(({ description }) => description),
    ...sentencesOf(overview).map(({ text }) => text),
    `${input.tenantName} answers questions plainly.`,
    `${input.tenantName} shows its sources.`,
    `${input.tenantName} is easy to reach.`,
  ].map((text) => cut(plainOf(text).trim(), 300));
  return [...new Set(candidates.filter((text) => text.length >= 5))].slice(0, 6);
}

// What a person asked for must show: without a model it is kept in their own words.
function wishes(input: ContextInput, envelope: Envelope): string[] {
  const asked = input.revisionNotes ?? envelope.reviewerNotes;
  return asked ? [`Asked for by the reviewer: ${cut(asked.replaceAll(/\s+/g, " ").trim(), 600)}`] : [];
}
