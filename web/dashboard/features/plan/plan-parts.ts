import type { Parts } from "#kit/document/changes.ts";
import type { DeliverablePlan } from "#schema/deliverable-plan.ts";

/** What a plan promises, a line each, so that a changed line shows beside what it was. */
export function planParts({ templates, goals, actionItems }: DeliverablePlan): Parts {
  const places = (platforms: readonly string[]) => (platforms.length > 0 ? ` on ${platforms.join(", ")}` : "");
  return {
    Quantities: templates
      .map(({ title, monthlyVolume, platforms }) => `${title}: ${monthlyVolume} a month${places(platforms)}`)
      .join("\n"),
    Goals: goals
      .map(({ title, targetValue, unit, dueOn }) => `${title}: ${targetValue} ${unit} by ${dueOn}`)
      .join("\n"),
    "Action items": actionItems.map(({ title }) => title).join("\n"),
  };
}
