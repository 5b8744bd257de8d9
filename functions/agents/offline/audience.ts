import { sentencesOf } from "#core/dataset/sentences.ts";
import type { Answer, Envelope } from "#schema/agent.ts";
import type { AudienceDraft, AudienceInput } from "../audience-analyst.ts";
import { itemsOf, sectionsOf } from "./sections.ts";
import { brandOf, cut } from "./wording.ts";

const work =
  /\b(?:owners?|managers?|directors?|founders?|buyers?|planners?|architects?|teachers?|engineers?|installers?|officers?|chefs?)\b/gi;
const segmentsMax = 3;

/** Segments from the readers that the context file names, one after the other, with what the company sells as interests. */
export function composeAudience(input: AudienceInput, { contextFile }: Envelope): Answer<AudienceDraft> {
  const sections = sectionsOf(contextFile);
  const brand = brandOf(contextFile) ?? "the company";
  const stated = (sections.get("audience") ?? input.brief.audienceSummary).replaceAll(/\s+/g, " ").trim();
  const groups = groupsOf(stated);
  const interests = itemsOf(sections.get("products and services") ?? "")
    .map((item) =>
      cut(
        item
          .replaceAll("*", "")
          .split(/[:(,.]/)[0]
          ?.trim() ?? "",
        60,
      ),
    )
    .filter((item) => item.length >= 2)
    .slice(0, 6);
  const segments = groups.map((group, at) => {
    const platform = input.platforms[at % input.platforms.length] ?? input.platforms[0];
    const description = cut(`${capital(group)}. They are people who could use what ${brand} offers.`, 390);
    return {
      name: cut(`${at + 1}: ${capital(group)}`, 70),
      description,
      platform: platform as AudienceDraft["segments"][number]["platform"],
      locations: [input.country],
      interests,
      jobTitles: [...new Set((group.match(work) ?? []).map((title) => title.toLowerCase()))].slice(0, 10),
      exclusions: ["People who are customers already"],
      rationale: sections.has("audience")
        ? "The context file names them among those whom the company serves."
        : "The brief names them; there is no context file to hold it against.",
    };
  });
  return { data: { segments }, citations: [], warnings: [] };
}

function groupsOf(stated: string): string[] {
  const [first = ""] = sentencesOf(stated).map(({ text }) => text);
  const parts = first
    .replace(/[.!]+$/, "")
    .split(/,\s+and\s+|;\s+/)
    .map((part) => part.trim())
    .filter((part) => part.length >= 8);
  return (parts.length > 0 ? parts : ["people who look for it and have not decided"]).slice(0, segmentsMax);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
