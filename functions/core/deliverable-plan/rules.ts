/** A type of work as a plan may hold it; credits of one piece. */
export interface PlannableType {
  type: string;
  min: number;
  max: number;
  credits: number;
  needs: readonly string[];
}

interface Quantity {
  type: string;
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
  const twice = deliverables.length === quantities.size ? [] : ["A type stands in the plan more than once."];
  return [
    ...twice,
    ...deliverables.flatMap(({ type, monthlyQuantity, goalIndex }) => {
      const terms = known.get(type);
      if (!terms) return [`${type} is not among the types of this plan.`];
      const { min, max, needs } = terms;
      return [
        ...(monthlyQuantity < min || monthlyQuantity > max
          ? [`${type} has ${monthlyQuantity} a month; it needs ${min} to ${max}.`]
          : []),
        ...(goalIndex >= goals.length ? [`${type} serves goal ${goalIndex}, which does not exist.`] : []),
        ...needs.flatMap((needed) => companion(type, monthlyQuantity, needed, quantities)),
      ];
    }),
  ];
}

// As many briefs as posts; of a cluster or a calendar one is enough for the month.
function companion(type: string, wanted: number, needed: string, quantities: ReadonlyMap<string, number>): string[] {
  const has = quantities.get(needed) ?? 0;
  if (needed === "content_brief" && has !== wanted)
    return [`${wanted} ${type} need ${wanted} ${needed}, there are ${has}.`];
  return has === 0 ? [`${type} needs ${needed}, which is not in the plan.`] : [];
}

/** Credits of a month, from the quantities and what one piece costs. */
export function creditsOf(deliverables: readonly Quantity[], types: readonly PlannableType[]): number {
  const each = new Map(types.map(({ type, credits }) => [type, credits]));
  return deliverables.reduce((sum, { type, monthlyQuantity }) => sum + monthlyQuantity * (each.get(type) ?? 0), 0);
}
