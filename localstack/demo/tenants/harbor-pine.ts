import type { DemoTenant } from "./shape.ts";

const contextFile = `# Harbor & Pine Roasters

## Company
Harbor & Pine Roasters LLC has roasted specialty coffee in a former salmon cannery at 14 Cannery Quay, Alder Bay, since 2011. Clara Voss manages the company, Ben Ito is head of coffee, and Rosa Keller leads marketing. In 2025 the 23 employees roasted 96,000 kg of green coffee. Wholesale is 68 percent of the volume, subscriptions 17, the web shop 9 and the bar 6 percent.

## Products and services
- House blends: Breakwater (medium), Foghorn (dark), Tidepool Espresso, Kelp Line for cold brew, Lantern Decaf. 340 g bags cost $17.00 to $19.00.
- Single origins from Guatemala, Colombia, Ethiopia, Kenya and Burundi, $21 to $24 per 340 g bag.
- Subscriptions The Deckhand, The Navigator and The Night Watch, $16.50 to $20.00 per bag, every one to four weeks.
- Wholesale for 118 cafés, restaurants, hotels and offices: three price tiers, equipment loans, service within four working hours.
- The Quay School: brewing classes on the first Saturday of the month and a two-day espresso course.

## Audience
Home brewers in three neighboring states who own or plan to buy a grinder, and owners or managers of cafés, restaurants and offices within 40 miles of Alder Bay. They are curious and short of time, and they trust numbers more than adjectives.

## Brand voice
Warm, precise, unhurried, honest. Grams, degrees, seconds and dollars instead of adjectives. Drawbacks are named. American spelling, but café with an accent. Headlines in sentence case with at most nine words.

## Key messages
- Every bag carries its roast date, and orders ship within 24 hours of roasting.
- We publish what we pay: $4.62 per pound FOB on average in 2025, 41 percent above the exchange.
- A good cup needs a grinder and a scale more than an expensive machine.
- Cafés get training and a technician together with the beans.
- We report missed goals as openly as met ones.

## Competitors
Two larger regional roasters compete on price in wholesale, and supermarket brands compete for home brewers. Competitors are never named or judged in public texts.

## Channels
Blog on the company website (two to four articles a month), a monthly e-mail to 11,200 subscribers, photo posts on two social networks, menu cards in cafés.

## Constraints
No health claims. Caffeine only as a range per cup. Bags are recyclable at store drop-off points and not compostable. About 40 percent of the volume comes from certified producers, so "all organic" is wrong. Wholesale customers are named only with written consent. Recipes are checked by Ben Ito, prices by Clara Voss.
`;

export const harborPine: DemoTenant = {
  slug: "harbor-pine",
  name: "Harbor & Pine Roasters",
  legalName: "Harbor & Pine Roasters LLC",
  plan: "agency",
  status: "active",
  industry: "Food and drink: specialty coffee",
  country: "US",
  timezone: "America/Los_Angeles",
  locale: "en-US",
  currency: "USD",
  websiteUrl: "/harbor-pine/",
  brandVoice: {
    tone: ["warm", "precise", "unhurried", "honest"],
    personality: ["the person behind the bar who has time for one more question", "knowledgeable without showing off"],
    style:
      "Short sentences of about 16 words, one idea each. Weights in grams first, temperatures in Celsius first, ratios as 1:16.",
    dos: [
      "Give grams, degrees, seconds and dollars.",
      "Name the farm or cooperative, the district and the country.",
      "Say what a coffee is not.",
      "End with one clear next step.",
    ],
    donts: [
      "Do not make health claims.",
      "Do not rank roast levels as good or bad.",
      "Do not use more than one product link per 300 words.",
      "Do not name competitors.",
    ],
    bannedWords: [
      "liquid gold",
      "java",
      "world-class",
      "artisanal",
      "passionate about coffee",
      "eco-friendly",
      "cheap",
    ],
    readingLevel: "general",
    languages: ["en"],
  },
  contextFile,
  audience:
    "Home brewers in the three neighboring states, and owners of cafés, restaurants and offices around Alder Bay.",
  sampleRequests: [
    {
      topic: "How to brew better pour-over coffee at home",
      brief:
        "A step-by-step article on pour-over coffee: grind, water, ratio, bloom, timing, and how to fix a sour or bitter cup. Include one recipe with grams and times.",
      audience: "Home brewers who own a scale and a dripper and are not happy with their cup",
      targetKeyword: "pour-over coffee at home",
      wordCount: 1200,
    },
    {
      topic: "How to store coffee beans so that they stay fresh",
      brief:
        "Explain how long whole and ground coffee stays fresh after roasting, why the roast date on the bag matters, when to use an airtight container, a dark cupboard or the freezer, what oxygen and moisture do to the aroma, and how to notice stale coffee by its taste.",
      audience: "Home brewers and new subscribers",
      targetKeyword: "how to store coffee beans",
      wordCount: 1000,
    },
    {
      topic: "Cold brew at home: recipe, mistakes and serving ideas",
      brief:
        "Give the home recipe for cold brew concentrate with ratio, grind and steeping time, list common mistakes, and explain how long cold brew keeps.",
      audience: "Home brewers in spring and summer",
      targetKeyword: "cold brew coffee recipe",
      wordCount: 1100,
    },
    {
      topic: "How to choose a wholesale coffee roaster for your café",
      brief:
        "Questions a café owner should ask a roaster about delivery, equipment, training, prices and service, with the real cost of a cappuccino and examples from customers.",
      audience: "Owners and managers of cafés who think about changing their roaster",
      targetKeyword: "wholesale coffee roaster",
      wordCount: 1300,
    },
    {
      topic: "How to dial in espresso with a bar team",
      brief:
        "A morning routine for dialing in espresso with the Tidepool Espresso recipe: dose in the basket, yield in the cup, shot time in seconds, when to grind finer or coarser, why shots drift during the day, tamping, milk, water hardness and cleaning the machine and grinder.",
      audience: "Baristas and café managers",
      targetKeyword: "dial in espresso",
      wordCount: 1200,
    },
    {
      topic: "What direct trade coffee means and what we paid in 2025",
      brief:
        "Explain direct trade in plain words: who the producers and cooperatives are, what FOB price per pound we paid at each farm or station, how contracts, advances before the harvest and bonuses work, how lots are sampled, and what went wrong in 2025.",
      audience: "Customers who care where their coffee comes from",
      targetKeyword: "direct trade coffee",
      wordCount: 1300,
    },
    {
      topic: "Recyclable coffee packaging and a low-energy roastery",
      brief:
        "Describe the recyclable polyethylene bag and store drop-off, shipping boxes, returnable Dock Bins, gas and electricity for roasting, the solar roof and waste, with figures from 2019 to 2025, the goals we missed and what customers and cafés can do.",
      audience: "Customers and wholesale partners who ask about sustainability",
      targetKeyword: "recyclable coffee packaging",
      wordCount: 1100,
    },
    {
      topic: "How to choose a coffee and a subscription that suits you",
      brief:
        "Help readers choose a coffee by brewing method, roast level and milk, compare the three subscriptions, and explain intervals, pausing and prices.",
      audience: "First-time buyers and people looking for a gift",
      targetKeyword: "coffee subscription",
      wordCount: 1000,
    },
    {
      topic: "Coffee in the office: costs, machines and what people like",
      brief:
        "Compare batch brewers with capsules, give the cost per cup, describe the office package and tell the story of Fernhill Software.",
      audience: "Office managers of companies with 15 to 60 people",
      targetKeyword: "office coffee service",
      wordCount: 900,
    },
    {
      topic: "Light, medium or dark: what roast level really changes",
      brief:
        "Explain roast levels from 1 to 10, what happens in the roaster, taste, freshness, water temperature and caffeine, with one coffee as an example for each level.",
      audience: "Home brewers who choose their next bag",
      targetKeyword: "coffee roast levels",
      wordCount: 1000,
    },
  ],
};
