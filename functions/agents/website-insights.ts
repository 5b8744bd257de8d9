import { insightAgent } from "./descriptor/insight.ts";

export const websiteInsights = insightAgent({
  name: "website-insights",
  label: "Website insights",
  description: "Judges the state of the client's pages after a crawl, and says what to mend and extend.",
  channel: "the pages of the website, as its last crawl shows them",
  focus:
    "Look at what keeps pages from being found, at thin pages, and at links between pages. Speed was not measured.",
  standing: {
    title: "Mend the commonest issue first",
    detail: "Take the issue that concerns most pages and mend it on the pages that visitors reach first.",
  },
});
