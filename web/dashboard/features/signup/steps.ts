/** The pages of the wizard, in the order in which they are taken. */
export type StepName = "person" | "company" | "location" | "plan";

interface Step {
  name: StepName;
  word: string;
  href: string;
}

const person: Step = { name: "person", word: "You", href: "/signup" };
const company: Step = { name: "company", word: "Company", href: "/signup/company" };
const location: Step = { name: "location", word: "Tax details", href: "/signup/location" };
const plan: Step = { name: "plan", word: "Plan", href: "/signup/plan" };

/** The steps of somebody in `country`; only India asks for tax details. */
export function stepsOf(country: string): readonly Step[] {
  return country === "IN" ? [person, company, location, plan] : [person, company, plan];
}

/** The page after a step, or before it with -1; a step without such a neighbour answers itself. */
export function neighbour(country: string, name: StepName, offset: 1 | -1): string {
  const steps = stepsOf(country);
  const present = steps.findIndex((step) => step.name === name);
  return (steps[present + offset] ?? steps[present] ?? person).href;
}
