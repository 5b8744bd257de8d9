import { fold, wordsOf } from "./terms.ts";

const scripts: readonly [string, RegExp][] = [
  ["ja", /[\p{scx=Hiragana}\p{scx=Katakana}]/gu],
  ["ko", /\p{sc=Hangul}/gu],
  ["zh", /\p{sc=Han}/gu],
  ["hi", /\p{sc=Devanagari}/gu],
  ["bn", /\p{sc=Bengali}/gu],
  ["ta", /\p{sc=Tamil}/gu],
  ["te", /\p{sc=Telugu}/gu],
  ["gu", /\p{sc=Gujarati}/gu],
  ["kn", /\p{sc=Kannada}/gu],
  ["ml", /\p{sc=Malayalam}/gu],
  ["pa", /\p{sc=Gurmukhi}/gu],
  ["th", /\p{sc=Thai}/gu],
  ["ar", /\p{sc=Arabic}/gu],
  ["he", /\p{sc=Hebrew}/gu],
  ["el", /\p{sc=Greek}/gu],
  ["ru", /\p{sc=Cyrillic}/gu],
];

const particles: Record<string, string> = {
  en: "the and of to in is that for with are this you your on as it be our we by or from have not can will at an",
  de: "der die und das ist nicht ein eine den mit sich des auf fur dem im auch als es an werden aus er hat dass sie wird bei sind wir ihre",
  fr: "le la les et des est un une du dans que pour qui sur pas au avec ce vous nous sont par plus ne se votre notre cette ses aux",
  es: "el la los las y de que en es un una por con para se del no su al lo como mas sus este esta son nuestro usted tambien",
  it: "il di che la e un per una non sono con del della le si da come piu gli anche ha dei alla nel nostro questo delle al",
  pt: "o de que e do da em um para com nao uma os no se na por mais as dos como mas ao das tem seu sua voce nosso sao",
  nl: "de het een van en in is dat op te zijn voor met niet aan er ook als bij naar worden door wij onze maar uit om deze",
  sv: "och att det som en pa ar for med av till den inte om ett har vi du fran kan var ska eller",
  pl: "i w nie na sie z do to jest ze jak za po dla przez oraz lub czy byc ich moze nasz",
  tr: "ve bir bu da icin ile de olarak cok daha olan gibi ama en sonra kadar var biz her",
};
const sets = Object.entries(particles).map(([language, list]) => [language, new Set(list.split(" "))] as const);

/** The language of a text as a two-letter code, or null when it is too short or too mixed to tell. Looks at the first 20,000 characters. */
export function languageOf(text: string): string | null {
  const sample = text.slice(0, 20_000);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 20) return null;
  for (const [language, pattern] of scripts) {
    if ((sample.match(pattern)?.length ?? 0) / letters > 0.3) return language;
  }
  const words = wordsOf(sample).map(fold);
  if (words.length < 8) return null;
  const scores = sets
    .map(([language, set]) => ({ language, share: words.filter((word) => set.has(word)).length / words.length }))
    .toSorted((a, b) => b.share - a.share);
  const [best, second] = scores;
  if (!best || best.share < 0.1 || best.share < (second?.share ?? 0) * 1.25) return null;
  return best.language;
}
