import { type ContentType, spread, summaryOf } from "#core/social/spread.ts";
import { type Answer, CannotCompose, type Envelope } from "#schema/agent.ts";
import type { CalendarDraft, CalendarInput } from "../social-calendar-planner.ts";
import { factsOf } from "./facts.ts";
import { itemsOf, sectionsOf } from "./sections.ts";
import { brandOf, capital, cut } from "./wording.ts";

/** How a kind of content looks at a subject. */
const lenses: Record<ContentType, (subject: string) => string> = {
  educational: (subject) => `What to know about it: ${subject}`,
  engagement: (subject) => `A question to the readers: ${subject}`,
  promotional: (subject) => `What we offer: ${subject}`,
  "behind-the-scenes": (subject) => `How we work: ${subject}`,
  ugc: (subject) => `What readers have seen and done themselves: ${subject}`,
};
const notes: Record<ContentType, string> = {
  educational: "One thing to learn, from the company's own documents.",
  engagement: "End with a question that is easy to answer.",
  promotional: "Say what it is and for whom; no claim without a source.",
  "behind-the-scenes": "Show how the work is done, plainly.",
  ugc: "Ask readers to share their own; quote nobody who has not agreed.",
};
const turns = ["", ", seen closely", ", from the beginning", ", in daily use", ", and what people ask about it"];

/** The month by rule, its entries about the company's own subjects in turn. */
export function composeCalendar(input: CalendarInput, envelope: Envelope): Answer<CalendarDraft> {
  const subjects = subjectsOf(input, envelope);
  const entries = spread(input).map((place, at) => {
    const subject = `${subjects[at % subjects.length]}${turns[Math.floor(at / subjects.length) % turns.length] ?? ""}`;
    const event = place.pinnedEvent;
    const angle = event ? `${event}, and ${subject}` : lenses[place.contentType](subject);
    return {
      id: `entry-${at + 1}`,
      ...place,
      topicAngle: cut(capital(angle), 200).padEnd(10, "."),
      theme: cut(capital(event ?? subject), 60).padEnd(3, "."),
      notesForWriter: notes[place.contentType],
    };
  });
  if (entries.length === 0) throw new CannotCompose("No day of the month is open, or no posts are wanted.");
  return {
    data: { entries, summary: summaryOf(entries) },
    citations: [],
    warnings: subjects.length > 1 ? [] : ["No own sources were found; the angles are general."],
  };
}

function subjectsOf(input: CalendarInput, envelope: Envelope): [string, ...string[]] {
  const offers = itemsOf(sectionsOf(envelope.contextFile).get("products and services") ?? "");
  const named = offers.map((item) => item.split(/\*\*: |: /)[0]?.replaceAll("*", "") ?? "");
  const told = factsOf(envelope).passages.flatMap(({ topic, sentences }) => topic ?? sentences[0] ?? []);
  const before = input.previousAngles.join("\n").toLowerCase();
  const all = [...named, ...told].map((subject) => cut(subject.replace(/[.?!:]$/, "").trim(), 120));
  const usable = [...new Set(all)].filter((subject) => subject.length >= 4);
  const fresh = usable.filter((subject) => !before.includes(subject.toLowerCase()));
  const [first, ...rest] = fresh.length >= 3 ? fresh : usable;
  return first ? [first, ...rest] : [`the work of ${brandOf(envelope.contextFile) ?? "the company"}`];
}
