const subjects = [
  "coffee beans",
  "heat pumps",
  "tooth whitening",
  "bike repair",
  "garden design",
  "tax advice",
  "yoga classes",
];
const angles = [
  "for beginners",
  "on a budget",
  "before winter",
  "in small rooms",
  "without stress",
  "compared",
  "step by step",
];
const sentences = [
  "Customers ask this question almost every week, and the answer depends on what they have at home.",
  "Measure first, write the figures down, and compare them with the table at the end.",
  "Most people need less than they expect, and the first week shows why.",
  "The cheaper option lasts about two years; the better one has lasted seven in our own rooms.",
  "A short visit settles it: bring photos, the last bill and your questions.",
  "What fails first is nearly always the seal, so look at it twice a year.",
];

/** One of the values, the same for the same number. */
export function choose<T>(values: readonly [T, ...T[]] | readonly T[], number: number): T {
  const chosen = values[number % values.length];
  if (chosen === undefined) throw new Error("There is nothing to choose from.");
  return chosen;
}

/** A topic, different for each number below 49 and numbered beyond. */
export function topic(number: number): string {
  const round = Math.floor(number / (subjects.length * angles.length));
  const angle = choose(angles, Math.floor(number / subjects.length));
  return `What to know about ${choose(subjects, number)} ${angle}${round === 0 ? "" : `, part ${round + 1}`}`;
}

/** Some sentences that begin at a number. */
export function prose(number: number, count: number): string {
  return Array.from({ length: count }, (_, index) => choose(sentences, number + index)).join(" ");
}

/** The moment `hours` before now. */
export function ago(hours: number): Date {
  return new Date(Date.now() - hours * 3_600_000);
}
