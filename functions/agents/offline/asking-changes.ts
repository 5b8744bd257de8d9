import type { Entity, OptimizerInput, Proposal, Proposals } from "../descriptor/optimizer.ts";
import { cut } from "./wording.ts";

const sentMin = 20;
const kept = { confidence: "medium", risk: "low" } as const;
const figures = ({ reached, answered, won }: Entity): string[] => [
  `Sent to ${reached}`,
  `${answered} answered`,
  `${won} results`,
];

/** Changes to outreach: kinds of sites that never answer are dropped, and a subject that nobody answers is asked anew. */
export function composeOutreachChanges({ entities }: OptimizerInput): Proposals {
  const types = entities.filter(({ kind, reached }) => kind === "prospect_type" && reached >= sentMin);
  const dropped = types
    .filter(({ answered }) => answered === 0)
    .slice(0, Math.max(0, types.length - 1))
    .map(
      (entity): Proposal => ({
        ...{ action: "drop_type", externalId: entity.externalId, from: "written to", to: "left out", ...kept },
        title: cut(`Write to no more sites of the kind ${entity.name}`, 120),
        why: "None of the sites of this kind has answered, while others do.",
        expectedEffect: "The same number of mails should bring more answers, because they go where people answer.",
        evidence: figures(entity),
      }),
    );
  const pitches = entities
    .filter(({ kind, reached, answered }) => kind === "pitch" && reached >= sentMin && answered / reached < 0.03)
    .slice(0, 1)
    .map(
      (entity): Proposal => ({
        ...{
          action: "change_subject",
          externalId: entity.externalId,
          from: cut(entity.text ?? entity.name, 200),
          ...kept,
        },
        title: "Ask for it in the subject line",
        to: "A question about one page of yours",
        why: "Fewer than three in a hundred answer, so most mails are probably never opened.",
        expectedEffect: "More of the mails should be opened; the share of answers will show it after the next sending.",
        evidence: figures(entity),
      }),
    );
  return { recommendations: [...dropped, ...pitches] };
}

/** Changes to requests for reviews: ask where people answer, and later where they answer seldom. */
export function composeReviewChanges({ entities }: OptimizerInput): Proposals {
  const channels = entities
    .filter(({ kind, reached }) => kind === "channel" && reached >= sentMin)
    .toSorted((a, b) => b.won / b.reached - a.won / a.reached);
  const [best, worst] = [channels[0], channels.at(-1)];
  const moved: Proposal[] =
    best && worst && best !== worst && best.won / best.reached >= 2 * (worst.won / worst.reached) && best.won > 0
      ? [
          {
            ...{
              action: "change_channel",
              externalId: worst.externalId,
              from: worst.externalId,
              to: best.externalId,
              ...kept,
            },
            title: cut(`Ask by ${best.name} instead of ${worst.name}`, 120),
            why: "People who are asked there write a review at least twice as often.",
            expectedEffect: "More reviews from the same number of requests; the next two weeks will show it.",
            evidence: [...figures(best), ...figures(worst).slice(0, 2)],
          },
        ]
      : [];
  const late = entities
    .filter(({ kind, reached, won }) => kind === "message" && reached >= sentMin && won / reached < 0.02)
    .slice(0, 1)
    .map(
      (entity): Proposal => ({
        ...{ action: "change_delay", externalId: entity.externalId, from: entity.text ?? "24", ...kept },
        to: String(Math.min(336, Number(entity.text ?? "24") + 48)),
        title: cut(`Ask two days later with ${entity.name}`, 120),
        why: "Hardly anybody who gets this message writes a review; it may come before they can say anything.",
        expectedEffect: "More of those who are asked should have something to say; the share of reviews will show it.",
        evidence: figures(entity),
      }),
    );
  return { recommendations: [...moved, ...late] };
}
