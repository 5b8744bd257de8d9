import type { DemoMarketing } from "./shape.ts";

export const harborPine: DemoMarketing = {
  slug: "harbor-pine",
  brand: {
    colors: [
      { label: "Cannery red", value: "#9c3b2e" },
      { label: "Harbor blue", value: "#1f3d4d" },
      { label: "Foam", value: "#f4efe6" },
    ],
    fonts: ["Source Serif 4", "Inter"],
    guideline:
      "Photos show hands, bags and daylight from the quay. No stock pictures of latte art, no steam added later.",
  },
  competitors: [
    {
      name: "Coastline Coffee Works",
      domain: "coastline-coffee.test",
      intensity: "high",
      notes: "Undercuts wholesale prices by about a dollar a pound; no training for cafés.",
    },
    {
      name: "Three Rivers Roasting",
      domain: "three-rivers-roasting.test",
      intensity: "medium",
      notes: "Strong in offices, slow to deliver outside its own valley.",
    },
  ],
  baseline: { sessions: 18_400, organicSessions: 7_900, newsletterReaders: 11_200, openRatePct: 41, followers: 9_650 },
  budget: { monthlyMinor: 480_000, horizonMonths: 6, split: { content: 60, ads: 25, tools: 15 } },
  research: [
    {
      kind: "client",
      title: "What people ask at the bar",
      body: "Three questions come back every week: how long beans stay fresh, which grinder to buy first, and why decaf costs more. The answers exist in the handbooks but not on the website.",
    },
    {
      kind: "competitor",
      title: "Coastline Coffee Works: what they publish",
      body: "Eleven articles in the last year, none with weights or temperatures. Their wholesale page has no prices and no mention of service.",
    },
    {
      kind: "topic",
      title: "Cold brew season",
      body: "Searches for cold brew ratios begin in April and peak in July. The handbook has a tested ratio and a storage table that nobody else publishes.",
    },
  ],
  strategy: {
    title: "From the quay to the kitchen: January to June",
    summary:
      "Win home brewers with tested recipes and keep cafés with training, both measured in figures the company already publishes.",
    body: "## Aim\nMake the website the place where home brewers in three states look up a figure, and lead them to a subscription.\n\n## Pillars\n1. Tested recipes with grams, degrees and seconds.\n2. What we pay and why it matters in the cup.\n3. Help for cafés: training, water, grinder care.\n\n## Rhythm\nThree articles a month, one newsletter, posts with photos from the roastery twice a week.\n\n## What we leave out\nNo health claims, no comparisons with named roasters, no discounts as the main message.\n",
    channels: ["blog", "newsletter", "instagram", "facebook"],
  },
  goals: [
    {
      title: "More readers find the blog by search",
      metric: "organic_sessions",
      unit: "sessions a month",
      direction: "up",
      baseline: 7_900,
      target: 12_000,
      measures: [8_150, 8_720, 9_480, 10_060],
    },
    {
      title: "New subscriptions from the website",
      metric: "new_subscriptions",
      unit: "subscriptions a month",
      direction: "up",
      baseline: 62,
      target: 110,
      measures: [64, 71, 83, 88],
    },
    {
      title: "Fewer cancelled subscriptions",
      metric: "cancellation_rate",
      unit: "percent a month",
      direction: "down",
      baseline: 6.1,
      target: 4.5,
      measures: [6.0, 5.6, 5.4, 5.1],
    },
  ],
  postsPerMonth: 3,
  actionItems: [
    {
      title: "Put the storage table on the product pages",
      description: "A small table of days after roasting for each way of storing, under every bag in the web shop.",
      doer: "human",
    },
    {
      title: "Ask five cafés for a written consent",
      description: "Without it they cannot be named in the case studies planned for spring.",
      doer: "human",
    },
  ],
  dates: [
    { kind: "pinned", title: "Quay School opens for the season", from: 21, days: 1 },
    { kind: "blackout", title: "Roastery closed for maintenance", from: 40, days: 5 },
  ],
  social: [
    {
      platform: "instagram",
      contentType: "educational",
      format: "carousel",
      hook: "How long do beans stay fresh?",
      body: "Day 4 to day 24 after roasting is the best time for filter coffee in a closed bag at 20 °C. Swipe for the table we use at the bar.",
      hashtags: ["specialtycoffee", "homebrewing", "alderbay"],
      status: "published",
      day: -12,
    },
    {
      platform: "facebook",
      contentType: "behind-the-scenes",
      format: "static",
      hook: "Tuesday is cupping day.",
      body: "Ben tastes eleven samples from Huila before noon. Two made it onto the list, one because of the price we could pay for it.",
      hashtags: ["cupping"],
      status: "scheduled",
      day: 3,
    },
    {
      platform: "instagram",
      contentType: "engagement",
      format: "static",
      hook: "Which grinder came first for you?",
      body: "Tell us what you started with. We will write down what to look for in the second one.",
      hashtags: ["coffeegrinder"],
      status: "dm_review",
      day: 6,
    },
  ],
  page: {
    name: "Office coffee",
    slug: "office-coffee",
    headline: "Good coffee for thirty people, without a barista",
    problem: "Office machines are bought once and never looked at again.",
    solution: "Beans, a grinder on loan, a scale, and a technician within four working hours.",
    callToAction: "Ask for a tasting",
    features: [
      { title: "A grinder on loan", text: "Set to your beans at the first visit, cleaned every quarter." },
      { title: "Beans by weight used", text: "Delivered every second week; what was not used is not charged." },
      { title: "Help within four hours", text: "On working days a technician is there within four working hours." },
    ],
    faq: [
      { q: "How much coffee do thirty people drink?", a: "About 4.5 kg a month; we weigh it in the first month." },
      { q: "Do we need a barista?", a: "No. The scale shows 18 g, the machine does the rest." },
      { q: "Can we stop?", a: "At the end of any month." },
    ],
  },
  newsletter: {
    subject: "The first Guatemalans are here",
    preview: "Roasted on Monday, with the price we paid on the bag.",
    body: "The new harvest from Huehuetenango arrived last week. We paid $4.85 a pound FOB and roast it medium: 18 g of coffee to 288 g of water at 94 °C.",
    readers: 11_240,
  },
  ad: {
    name: "Subscriptions, spring",
    url: "https://harbor-pine.test/subscriptions",
    headlines: ["Coffee with a roast date", "Shipped within 24 hours", "Pause any time"],
    descriptions: ["Three subscriptions from $16.50 a bag.", "Every bag carries its roast date and the price we paid."],
  },
  memories: [
    {
      of: "newsletter",
      point: "fact:205 f>96 c",
      lesson: "“Pour the water at 205 °F” was corrected to “Pour the water at 96 °C (205 °F)”",
      data: { category: "fact" },
    },
    {
      of: "page",
      point: "word:latte art",
      lesson: "Do not write “latte art”",
      data: { category: "forbidden_word", word: "latte art", everywhere: true },
    },
  ],
};
