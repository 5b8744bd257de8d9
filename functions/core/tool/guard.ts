import { readingsOf } from "#core/dataset/decode.ts";
import { isSuspicious } from "#core/dataset/injection.ts";
import { fold, isStopWord, sharesRun, wordsOf } from "#core/dataset/terms.ts";
import { addressesIn } from "./addresses.ts";

/** So many words in a row, copied from a section of the prompt, are no query any more but that section. */
const copiedMax = 8;
/** Of the words of a query that mean something, so many may stand only in the text of others. */
const foreignShareMax = 0.5;
/** Of a query that leaves the house, so many must be words of the task: nothing put together of other text gets out. */
const ownShareMin = 0.5;

interface Grounds {
  own: readonly string[];
  foreign: readonly string[];
  confidential: readonly string[];
}

/**
 * Whether what a model wants to send to a tool comes from its task. Words that stand only in the text of others do not make a
 * query, nor does a passage of the prompt; an address does only when the house named it.
 * @returns why not, in words for the model, or null
 */
export function refusalOf(words: string, { own, foreign, confidential }: Grounds, leaves: boolean): string | null {
  const text = words.normalize("NFKC");
  if (readingsOf(text).some(isSuspicious)) return "The input reads like an order to a model.";
  const sections = [...own, ...foreign, ...confidential];
  if (readingsOf(text).some((reading) => sections.some((section) => sharesRun(reading, section, copiedMax))))
    return "The input copies a passage of the prompt. Say in a few words of your own what you look for.";
  const house = vocabulary(own);
  const outside = vocabulary([...foreign, foreign.join(""), foreign.join(" ")].flatMap(readingsOf));
  const named = new Set(own.flatMap(addressesIn));
  if (addressesIn(text).some((address) => !named.has(address)))
    return "The input names an address that is not part of the task.";
  const meaning = termsIn(text);
  const strange = meaning.filter((word) => outside.has(word) && !house.has(word));
  if (meaning.length > 0 && strange.length / meaning.length > foreignShareMax)
    return "The input consists of words from a page or document. Say what the task has to do with them.";
  if (leaves && meaning.filter((word) => house.has(word)).length < meaning.length * ownShareMin)
    return "Most words of the input have nothing to do with the task. Use the task's own words.";
  return null;
}

function vocabulary(texts: readonly string[]): Set<string> {
  return new Set(texts.flatMap(termsIn));
}

function termsIn(text: string): string[] {
  return wordsOf(text)
    .filter((word) => !isStopWord(word))
    .map(fold);
}
