import type { DemoReach } from "./shape.ts";

const site = "https://solvane.test";

export const solvane: DemoReach = {
  slug: "solvane",
  postalAddress: "220 Millrace Road\nOstley",
  campaigns: [
    {
      type: "paid_ads",
      name: "Surveys before the winter ends",
      goal: "leads",
      channels: ["google_ads"],
      status: "draft",
      budgetMinor: 180_000,
      from: 10,
      to: 70,
      brief: null,
      audiences: [],
      messages: [],
      results: [],
      terms: [],
    },
  ],
  reviews: [
    {
      rating: 5,
      firstName: "Gail",
      body: "They told us our roof faces the wrong way and sent us home without a bill. Two neighbours bought because of that.",
      day: -4,
      topics: ["honesty", "survey"],
    },
    {
      rating: 1,
      firstName: "Rob",
      body: "Heat pump was loud for a week until somebody came. My lawyer says that is a defect.",
      day: -7,
      topics: ["noise"],
      flags: ["legal"],
    },
    {
      rating: 5,
      firstName: "Inez",
      body: "One crew from start to end, tidy, and the meter shows what they promised.",
      day: -15,
      topics: ["crew"],
      reply: "Thank you, Inez. The meter is the only promise that counts.",
    },
  ],
  questions: [
    {
      prompt: "Who installs heat pumps in the Marrow Valley?",
      type: "local",
      named: 3,
      excerpt: "Solvane Energy installs and looks after heat pumps in nine towns of the valley.",
    },
    {
      prompt: "Do heat pumps work below zero Fahrenheit?",
      type: "category",
      named: 2,
      excerpt: "Measured houses in the Marrow Valley ran at a COP of 1.9 at minus 19 °F, as Solvane Energy reports.",
    },
  ],
  rivals: ["Ridgeline Heating", "SunFirst"],
  narrative: {
    text: "Assistants repeat Solvane's measured winters and name it for honesty about roofs. For financing they name SunFirst.",
    themes: ["Measured winters", "Honest surveys"],
    strengths: ["Figures of 214 metered houses"],
    gaps: ["Financing is explained elsewhere"],
    actions: ["Put the financing table on a page of its own"],
  },
  leads: [
    {
      firstName: "Carla",
      lastName: "Nunez",
      email: "carla@nunez.test",
      company: null,
      message: "House of 1978, gas furnace, 2,100 sq ft. Is a survey possible in December?",
      status: "new",
      source: "website_form",
      day: -1,
    },
    {
      firstName: "Tom",
      lastName: "Reddy",
      email: "tom@reddy-dental.test",
      company: "Reddy Dental",
      message: "Flat roof of a dental practice, 12 kW perhaps.",
      status: "contacted",
      source: "facebook_lead_ad",
      day: -3,
    },
  ],
  links: [
    {
      domain: "valley-energy-guide.test",
      type: "resource-page",
      status: "prospecting",
      rating: 42,
      fit: 9,
      why: "Lists measured results of heat pumps; the winter table fits.",
      target: `${site}/heat-pumps/measured`,
    },
  ],
  audit: {
    domain: "solvane.test",
    scores: [79, 81],
    summary: "The site is in order. One page has no heading of its own and one is thin.",
    findings: [
      {
        code: "missing_h1",
        area: "on-page",
        severity: "warning",
        title: "The financing page has no heading",
        detail: "Readers and search engines take the first heading for what a page is about.",
        urls: [`${site}/financing`],
        evidence: "1 page without h1",
        effort: "low",
        impact: "medium",
      },
    ],
    fix: {
      title: "A heading for the financing page",
      body: "The page begins with a table. It gets a heading that says what the table shows.",
      page: "/financing",
      explanation: "The heading names the four ways to pay.",
      removed: '    <p class="lead">Four ways to pay</p>',
      added: "    <h1>Four ways to pay for a heat pump</h1>",
    },
  },
  business: [
    {
      postType: "whats-new",
      body: "Evening talk in Ostley: what a survey looks for on a roof, and when the answer is no. Tuesday at seven.",
      day: 6,
      isOut: false,
      url: `${site}/talks`,
    },
  ],
  chat: {
    of: "dana@solvane.test",
    title: "What is planned this month?",
    question: "What is planned this month, and what waits for me?",
    answer:
      "Two articles are planned this month with their briefs. Nothing of them waits for you yet; the social post about the evening talk is in your review.",
  },
};
