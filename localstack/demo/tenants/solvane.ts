import type { DemoTenant } from "./shape.ts";

const contextFile = `# Solvane Energy

## Company
Solvane Energy Inc. has planned, installed and serviced solar panels, batteries and heat pumps in the Marrow Valley since 2014. The office and warehouse are at 220 Millrace Road in Ostley. Dana Whitlock manages the company, Omar Reyes is head of installation, and Lily Chen leads marketing and customer education. There are 64 employees, and employees hold 30 percent of the shares.

## Products and services
- Home solar from 4.4 to 13.1 kW, $14,100 to $34,900 before rebates. The average system has 18 panels, 7.8 kW and costs $22,300.
- Ducted, ductless and air-to-water heat pumps, $5,400 to $26,400.
- Home batteries with 13.5 or 27 kWh, $12,400 or $22,700, and backup panels.
- Business systems from 15 to 150 kW for shops, workshops and farms.
- Service plans from $22 a month and a service line that answers day and night.

## Audience
Homeowners between 35 and 70 and owners of small companies in the nine towns of the valley. They decide carefully, compare quotes, distrust pushy sellers and want to see how a figure was calculated.

## Brand voice
Plain, exact, candid, neighborly. Every amount comes with its assumption. Drawbacks stand in the same paragraph as advantages. Fahrenheit, square feet, kW and kWh. Headlines in sentence case with at most ten words.

## Key messages
- We measure: 214 heat pumps with meters, a seasonal COP of 3.1 for air-to-air and 2.8 for air-to-water systems.
- We say no when it is right: 14 percent of surveyed roofs are not suitable.
- Ten years of workmanship warranty including roof penetrations, and a warranty fund of $318,000.
- A house without heat gets a visit within 24 hours from October to April.
- Surveyors receive no commission, and a quote has no deadline trick.

## Competitors
Two national solar companies sell leases by telephone, and several one-person installers work in the valley. Competitors are never named or judged in public texts.

## Channels
Blog on the company website (two articles a month), a monthly e-mail to 5,600 readers, evening talks on the first Tuesday from September to April, posts with photos from building sites.

## Constraints
No promise of savings: estimates with assumptions only. Payback never below seven years, the shortest measured. No tax advice. Rebates with payer, amount and end date: the county heat and battery rebates end on 30 June 2027. No names of manufacturers. Service area is Ostley, Brackwater, Tarn Hill, Fennimore, Low Marrow, Cray Bridge, Hollin, Pellam and Stonewick only. Technical statements are checked by Omar Reyes, prices and warranties by Dana Whitlock.
`;

export const solvane: DemoTenant = {
  slug: "solvane",
  name: "Solvane Energy",
  legalName: "Solvane Energy Inc.",
  plan: "pro",
  status: "active",
  industry: "Energy: solar and heat pump installation",
  country: "US",
  timezone: "America/Denver",
  locale: "en-US",
  currency: "USD",
  websiteUrl: "/solvane/",
  brandVoice: {
    tone: ["plain", "exact", "candid", "neighborly"],
    personality: ["the senior electrician who surveyed the house", "calm, a little dry, never in a hurry to sign"],
    style: "One idea per sentence, technical terms explained at first use, every figure with its unit and assumption.",
    dos: [
      "State the assumption behind every amount of money.",
      "Name the drawback in the same paragraph as the advantage.",
      "Say what a device does before what it is called.",
      "Name the towns and winters of the valley.",
    ],
    donts: [
      "Do not create time pressure.",
      "Do not give tax advice.",
      "Do not name manufacturers or competitors.",
      "Do not state a payback below seven years.",
    ],
    bannedWords: [
      "free electricity",
      "no-brainer",
      "act now",
      "save the planet",
      "off-grid freedom",
      "state-of-the-art",
      "hassle-free",
      "unbeatable",
    ],
    readingLevel: "general",
    languages: ["en"],
  },
  contextFile,
  audience: "Homeowners between 35 and 70 and owners of small companies in the nine towns of the Marrow Valley.",
  sampleRequests: [
    {
      topic: "What to expect during a solar panel installation",
      brief:
        "Walk the reader from the survey to switch-on: documents, permits, the two or three days on the roof, inspection, the new meter and the first year of output.",
      audience: "Homeowners who have a quote and have not signed yet",
      targetKeyword: "solar panel installation",
      wordCount: 1300,
    },
    {
      topic: "Do heat pumps work in cold winters?",
      brief:
        "Answer with measurements from the valley: COP by temperature, the coldest night of 2025, backup heat, sizing, defrosting and the January bill.",
      audience: "Homeowners with a propane or oil furnace",
      targetKeyword: "heat pumps in cold winters",
      wordCount: 1200,
    },
    {
      topic: "How to prepare an older house for a heat pump",
      brief:
        "Insulation, air sealing, radiators, ducts, the electrical panel and the heat-loss calculation, with costs and the farmhouse in Tarn Hill as an example.",
      audience: "Owners of houses built before 1980",
      targetKeyword: "heat pump for an old house",
      wordCount: 1200,
    },
    {
      topic: "How to pay for solar: savings, loans and rebates compared",
      brief:
        "Compare paying from savings, the on-bill loan of the cooperative, the green loan of the credit union and a home equity loan: interest, term, monthly rate, fees and what happens when the house is sold. Add a worked example, the county rebates and how to compare the cost of offers.",
      audience: "Homeowners who would need a loan",
      targetKeyword: "solar financing",
      wordCount: 1300,
    },
    {
      topic: "Is a home battery worth it?",
      brief:
        "Separate backup power from savings. Show which circuits a single or double battery runs in a power cut and for how many hours, what it stores and earns in a year with solar electricity and the evening rate, the county rebate, the warranty, and how to size it for the house.",
      audience: "Owners of solar systems and people with frequent power cuts",
      targetKeyword: "home battery",
      wordCount: 1200,
    },
    {
      topic: "Solar panels for small businesses and farms",
      brief:
        "Explain own use of electricity in a business, demand charges, price per watt of a system, roof and structure, the project steps with the cooperative and the county, maintenance, and the results of the bakery and the dairy farm.",
      audience: "Owners of shops, workshops and farms",
      targetKeyword: "solar for small business",
      wordCount: 1300,
    },
    {
      topic: "Solar and heat pump warranties explained",
      brief:
        "What workmanship, product and output warranties cover and exclude, roof leaks, how to report a fault, response times and what happens when a house is sold.",
      audience: "Homeowners who compare quotes, and buyers of a house with a solar system",
      targetKeyword: "solar warranty",
      wordCount: 1100,
    },
    {
      topic: "How big should your solar system be, and when does it pay?",
      brief:
        "Sizing by yearly use, roof direction, export credit and own use, with prices by size, the worked example for 7.8 kW and what shortens the payback.",
      audience: "Homeowners at the start of their research",
      targetKeyword: "solar system size",
      wordCount: 1100,
    },
    {
      topic: "What a heat pump costs to run compared with propane, oil and gas",
      brief:
        "Running costs for the average house by fuel, what the COP does to the bill, when a heat pump does not save money, and the role of solar panels.",
      audience: "Homeowners who have to replace a furnace within two years",
      targetKeyword: "heat pump running costs",
      wordCount: 1100,
    },
    {
      topic: "Solar panels in winter: snow, output and maintenance",
      brief:
        "Output of a 7.8 kW system by month, snow on the roof, cleaning, what fails most often, inverter faults, inspection every two years, monitoring in the app, and what the warranty says about damage and repair.",
      audience: "Owners of solar systems before their first winter",
      targetKeyword: "solar panels in winter",
      wordCount: 1000,
    },
  ],
};
