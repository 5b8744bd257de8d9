/** A type of work as a plan may hold it; credits of one piece. */
export interface PlannableType {
  type: string;
  min: number;
  max: number;
  credits: number;
  /** Types of which one is enough. */
  needs: readonly string[];
}

interface Quantity {
  type: string;
  title?: string | undefined;
  monthlyQuantity: number;
}

interface Draft {
  goals: readonly unknown[];
  deliverables: readonly (Quantity & { goalIndex: number })[];
}

/** What a draft of a plan breaks: unknown types, quantities out of range, missing companions, goals that do not exist. */
export function problemsOf({ goals, deliverables }: Draft, types: readonly PlannableType[]): string[] {
  const known = new Map(types.map((type) => [type.type, type]));
  const quantities = new Map(deliverables.map(({ type, monthlyQuantity }) => [type, monthlyQuantity]));
  // Tasks of people are told apart by what they are called.
  const names = deliverables.map(({ type, title }) => (type === "manual_task" ? `${type}: ${title ?? ""}` : type));
  const twice = names.length === new Set(names).size ? [] : ["A type stands in the plan more than once."];
  const nameless = deliverables.some(({ type, title }) => type === "manual_task" && !title)
    ? ["A task of people needs a title that says what there is to do."]
    : [];
  return [
    ...twice,
    ...nameless,
    ...deliverables.flatMap(({ type, monthlyQuantity, goalIndex }) => {
      const terms = known.get(type);
      if (!terms) return [`${type} is not among the types of this plan.`];
      const { min, max, needs } = terms;
      return [
        ...(monthlyQuantity < min || monthlyQuantity > max
          ? [`${type} has ${monthlyQuantity} a month; it needs ${min} to ${max}.`]
          : []),
        ...(goalIndex >= goals.length ? [`${type} serves goal ${goalIndex}, which does not exist.`] : []),
        ...companions(type, monthlyQuantity, needs, quantities),
      ];
    }),
  ];
}

// As many briefs as posts; of a cluster or a calendar one is enough for the month, as it is where one of several will do.
function companions(
  type: string,
  wanted: number,
  needs: readonly string[],
  quantities: ReadonlyMap<string, number>,
): string[] {
  const has = needs.map((needed) => quantities.get(needed) ?? 0);
  if (needs.length === 1 && needs[0] === "content_brief" && has[0] !== wanted)
    return [`${wanted} ${type} need ${wanted} content_brief, there are ${has[0]}.`];
  if (needs.length === 0 || has.some((count) => count > 0)) return [];
  return [`${type} needs ${needs.join(" or ")}, which is not in the plan.`];
}

/** Credits of a month, from the quantities and what one piece costs. */
export function creditsOf(deliverables: readonly Quantity[], types: readonly PlannableType[]): number {
  const each = new Map(types.map(({ type, credits }) => [type, credits]));
  return deliverables.reduce((sum, { type, monthlyQuantity }) => sum + monthlyQuantity * (each.get(type) ?? 0), 0);
}
