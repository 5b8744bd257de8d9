/** The numbers from zero to twelve as words, each at its own place. */
export const spoken = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");

/** Numbers written in digits, in one form: `1,400.50` and `1400.5` are the same. */
export function numbersIn(text: string): Set<string> {
  const found = text.match(/\d+(?:[.,:]\d+)*/g) ?? [];
  return new Set(found.flatMap(normal));
}

/** Numbers from zero to twelve that are written as words, in digits. */
export function spokenNumbersIn(text: string): Set<string> {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  return new Set(words.flatMap((word) => (spoken.includes(word) ? [String(spoken.indexOf(word))] : [])));
}

function normal(number: string): string[] {
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(number)) return [plain(number.replaceAll(",", ""))];
  if (/^\d{1,3}(?:\.\d{3}){2,}$/.test(number)) return [plain(number.replaceAll(".", ""))];
  if (/^\d+[.,]\d+$/.test(number)) return [plain(number.replace(",", "."))];
  return number.split(/[.,]/).map((part) => (part.includes(":") ? part : plain(part)));
}

function plain(number: string): string {
  return number.includes(".") ? number.replace(/^0+(?=\d)/, "").replace(/\.?0+$/, "") : number.replace(/^0+(?=\d)/, "");
}
