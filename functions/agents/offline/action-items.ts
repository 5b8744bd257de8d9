import { isAlike } from "#core/topic/rules.ts";
import type { Answer } from "#schema/agent.ts";
import type { ActionItems, ActionItemsInput } from "../action-item-planner.ts";
import { cut } from "./wording.ts";

type Item = ActionItems["items"][number];

/** One-time tasks from what is missing: channels, numbers, and the gaps that research found. */
export function composeActionItems(input: ActionItemsInput): Answer<ActionItems> {
  const human = (title: string, description: string, suggestedPeriod: number): Item => ({
    title: cut(title, 120),
    description,
    agentQueue: "human",
    suggestedPeriod,
    creditEstimate: 0,
  });
  const publishing = input.connectedChannels.some((type) => type !== "website");
  const items = [
    ...(publishing
      ? []
      : [
          human(
            "Connect a channel to publish on",
            "Texts are written and approved, but cannot go out until a channel is connected.",
            1,
          ),
        ]),
    ...(input.hasBaseline
      ? []
      : [
          human(
            "Write down the numbers of today",
            "Visits, enquiries, mail subscribers and followers: goals are measured against them.",
            1,
          ),
        ]),
    ...input.gaps
      .slice(0, 6)
      .map((gap, index) =>
        human(
          `Fill a gap: ${gap.replace(/\.$/, "")}`,
          "Research found nothing about it. Upload a document or answer in the context file.",
          index < 3 ? 1 : 2,
        ),
      ),
    human(
      "Look at the goals with the client",
      "After two months the numbers tell whether targets are right; change them together.",
      3,
    ),
  ];
  const isOpen = ({ title }: Item) => input.openItems.some((open) => isAlike(open, title));
  return { data: { items: items.filter((item) => !isOpen(item)) }, citations: [], warnings: [] };
}
