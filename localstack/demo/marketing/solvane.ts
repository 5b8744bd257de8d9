import type { DemoMarketing } from "./shape.ts";

export const solvane: DemoMarketing = {
  slug: "solvane",
  brand: {
    colors: [
      { label: "Valley green", value: "#2f6b4f" },
      { label: "Night blue", value: "#16283c" },
    ],
    fonts: ["Inter"],
    guideline: "Pictures show real roofs of the valley with their installers. Every figure in a picture has its unit.",
  },
  competitors: [
    {
      name: "National Sun Leasing",
      domain: "national-sun-leasing.test",
      intensity: "high",
      notes: "Sells leases by telephone with a deadline; no local service.",
    },
    {
      name: "Marrow Electric",
      domain: "marrow-electric.test",
      intensity: "low",
      notes: "One installer, good reputation, booked out until autumn.",
    },
  ],
  baseline: { sessions: 9_300, organicSessions: 5_150, newsletterReaders: 5_600, openRatePct: 47, followers: 2_840 },
  budget: { monthlyMinor: 350_000, horizonMonths: 12, split: { content: 55, ads: 35, events: 10 } },
  research: [
    {
      kind: "client",
      title: "Why quotes are declined",
      body: "Of 61 declined quotes 24 named the payback, 15 the roof, 11 another offer, and the rest gave no reason. Only 9 had seen the worked example.",
    },
    {
      kind: "topic",
      title: "Heat pumps in cold nights",
      body: "The coldest night of 2025 is the most asked question in evening talks. The measured COP by temperature exists for 214 houses.",
    },
  ],
  strategy: {
    title: "Measured, not promised: the first half-year",
    summary:
      "Answer the questions of careful owners with measurements from their own valley, and bring them to an evening talk.",
    body: "## Aim\nMore surveys from people who have read how a figure was calculated.\n\n## Pillars\n1. Measurements from the valley.\n2. Costs with their assumptions.\n3. What happens after installation.\n\n## Rhythm\nTwo articles a month, one e-mail, one evening talk on the first Tuesday.\n\n## What we leave out\nNo savings promised, no tax advice, no payback below seven years.\n",
    channels: ["blog", "newsletter", "facebook"],
  },
  goals: [
    {
      title: "Surveys asked for on the website",
      metric: "survey_requests",
      unit: "requests a month",
      direction: "up",
      baseline: 18,
      target: 30,
      measures: [19, 22, 21, 25],
    },
    {
      title: "Guests of the evening talks",
      metric: "talk_guests",
      unit: "guests a talk",
      direction: "up",
      baseline: 14,
      target: 25,
      measures: [15, 18, 22, 24],
    },
  ],
  postsPerMonth: 2,
  actionItems: [
    {
      title: "Publish the COP table as a page of its own",
      description: "With the number of houses per row and the way it was measured.",
      doer: "human",
    },
  ],
  dates: [{ kind: "pinned", title: "Evening talk in Ostley", from: 12, days: 1 }],
  social: [
    {
      platform: "facebook",
      contentType: "educational",
      format: "static",
      hook: "Minus 19 °F, and the house stayed at 68.",
      body: "On the coldest night of 2025 the air-source heat pumps we measure ran at a COP of 1.9. What that means for the bill is in the new article.",
      hashtags: ["heatpump"],
      status: "published",
      day: -8,
    },
    {
      platform: "facebook",
      contentType: "promotional",
      format: "text",
      hook: "Tuesday at seven in Ostley.",
      body: "Omar shows what a survey looks for on a roof and when the answer is no. Bring your last bill.",
      hashtags: ["ostley"],
      status: "client_review",
      day: 10,
    },
  ],
  page: {
    name: "Roof check",
    slug: "roof-check",
    headline: "Is your roof suitable? One in seven is not",
    problem: "A quote without a look at the roof is a guess.",
    solution: "A surveyor without commission measures the roof, the panel and the loads.",
    callToAction: "Ask for a survey",
    features: [
      { title: "Roof, panel and loads", text: "All three are measured before anything is offered." },
      { title: "No commission", text: "The surveyor earns the same whether you buy or not." },
      { title: "A figure for your house", text: "What the roof would have made in each month of last year." },
    ],
    faq: [
      { q: "What does the survey cost?", a: "Nothing in the nine towns of the valley." },
      { q: "How long does it take?", a: "About ninety minutes, the attic included." },
      { q: "What if the roof is not suitable?", a: "We say so and leave the figures with you." },
    ],
  },
  newsletter: {
    subject: "What January cost: 214 heat pumps",
    preview: "Kilowatt-hours, dollars and the coldest night.",
    body: "In January the measured houses used 1,160 kWh on average. The table shows the best and the worst tenth, and what they have in common.",
    readers: 5_610,
  },
  ad: {
    name: "Heat pump survey",
    url: "https://solvane.test/roof-check",
    headlines: ["Measured in your valley", "We say no when it is right", "A visit within a week"],
    descriptions: ["214 heat pumps with meters show what a winter costs.", "Surveyors receive no commission."],
  },
  memories: [
    {
      of: "page",
      point: "fact:5>7",
      lesson: "“Pays back within 5 years” was corrected to “Pays back after 7 years at the earliest”",
      data: { category: "fact" },
    },
  ],
};
