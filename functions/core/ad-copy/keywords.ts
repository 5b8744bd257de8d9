const keywordsOfAd = 5;

/** The five keywords of a search ad: those given, then the subject and the company's own name, which people search for too. */
export function fiveOf(keywords: readonly string[], topic: string, company: string): string[] {
  const own = [topic, company, ...keywords.map((keyword) => `${company} ${keyword}`), `${company} ${topic}`];
  const more = ["site", "contact", "questions"].map((word) => `${company} ${word}`);
  const all = [...keywords, ...own, ...more].map((text) => text.toLowerCase().slice(0, 80).trim());
  return [...new Set(all)].filter((text) => text.length >= 2).slice(0, keywordsOfAd);
}
