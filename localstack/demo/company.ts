/** How a demo company looks and introduces itself on its website and in its documents. Colours are `#rrggbb`. */
export type Company = {
  slug: string;
  name: string;
  tagline: string;
  welcome: string;
  address: string;
  phone: string;
  email: string;
  accent: string;
  ink: string;
  paper: string;
  facts: readonly { figure: string; label: string }[];
};

export const companies: readonly Company[] = [
  {
    slug: "harbor-pine",
    name: "Harbor & Pine Roasters",
    tagline: "Coffee roasted by the water since 2011",
    welcome:
      "We roast specialty coffee in small batches on the old cannery quay in Alder Bay, ship it within 24 hours of roasting, and publish what we pay for every lot we buy.",
    address: "14 Cannery Quay, Alder Bay",
    phone: "555-0142",
    email: "hello@harborpine.test",
    accent: "#1f5c4d",
    ink: "#1d2a26",
    paper: "#f7f4ee",
    facts: [
      { figure: "96 t", label: "green coffee roasted in 2025" },
      { figure: "$4.62", label: "average paid per pound at origin" },
      { figure: "118", label: "cafés, restaurants and offices served" },
      { figure: "24 h", label: "from roasting to shipping" },
    ],
  },
  {
    slug: "solvane",
    name: "Solvane Energy",
    tagline: "Solar and heat pumps for the Marrow Valley",
    welcome:
      "We design, install and look after solar panels, batteries and heat pumps for homes and small businesses in the nine towns of the Marrow Valley. One crew, one contract, one number to call.",
    address: "220 Millrace Road, Ostley",
    phone: "555-0187",
    email: "hello@solvane.test",
    accent: "#c2570c",
    ink: "#1c2733",
    paper: "#fbf8f3",
    facts: [
      { figure: "2,140", label: "solar systems installed since 2014" },
      { figure: "615", label: "heat pumps in service" },
      { figure: "10 years", label: "workmanship warranty" },
      { figure: "4.8 of 5", label: "average rating from 902 surveys" },
    ],
  },
];

/** @throws if no demo company has this slug */
export function companyOf(slug: string): Company {
  const found = companies.find((company) => company.slug === slug);
  if (!found) throw new Error(`No demo company has the slug "${slug}".`);
  return found;
}
