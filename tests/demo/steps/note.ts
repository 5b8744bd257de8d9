const pourOver = [
  "## The recipe of the class",
  "",
  "A pour-over for one cup uses 20 g of coffee and 320 g of water, a ratio of 1:16. The water for pour-over coffee at home " +
    "should have 96 °C. The grind is medium-fine, like table salt. The bloom takes 50 g of water and 40 seconds. " +
    "The whole pour-over should drain between 3:00 and 3:30.",
  "",
  "## When the cup tastes wrong",
  "",
  "A pour-over that drains in less than 2:40 tastes sour, because the grind is too coarse. A pour-over that takes longer than " +
    "4:00 tastes bitter, because the grind is too fine. Change one thing at a time and brew the pour-over again with 20 g.",
  "",
];

const others = [
  "## What people asked",
  "",
  "Of the 42 questions of the week, 17 were about prices and 11 about dates. The other 14 were about care and repair.",
  "",
];

/** A small document that no earlier run has uploaded, about what the client is asked to write next. */
export function noteOf(slug: string, tag: string): string {
  const day = new Date().toISOString().slice(0, 10);
  const opening = [
    `# Note ${tag} from the desk`,
    "",
    `Note ${tag} was written on ${day} after a class with 12 guests.`,
    "",
  ];
  return [...opening, ...(slug === "harbor-pine" ? pourOver : others)].join("\n");
}
