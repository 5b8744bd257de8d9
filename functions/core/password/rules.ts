import type { PasswordFault } from "#schema/account.ts";

export const lengthMin = 8;
export const lengthMax = 128;
const partMin = 4;
const productWords = ["leadmetrics"];

/** What is wrong with a password, whatever it is made of otherwise: no kinds of characters are demanded (OWASP ASVS 5, 6.2). */
export function faultOf(
  password: string,
  { personal, isKnown }: { personal: readonly string[]; isKnown: boolean },
): PasswordFault | null {
  const length = [...password].length;
  if (length < lengthMin) return "too_short";
  if (length > lengthMax) return "too_long";
  if (isKnown) return "breached";
  if (isSimple(password.toLowerCase())) return "simple";
  return isOwn(password.toLowerCase(), [...productWords, ...personal]) ? "personal" : null;
}

// Lists of known passwords leave these out, since every guesser makes them by itself.
function isSimple(password: string): boolean {
  const signs = [...password];
  const steps = signs.slice(1).map((sign, at) => (sign.codePointAt(0) ?? 0) - (signs[at]?.codePointAt(0) ?? 0));
  const isRow = steps.every((step) => step === steps[0]) && Math.abs(steps[0] ?? 0) <= 1;
  return isRow || new Set(signs).size <= 2 || /^(.{1,4})\1+$/u.test(password);
}

// A name with a few characters around it is the first guess: what is left without it must still be a password.
function isOwn(password: string, words: readonly string[]): boolean {
  const parts = words.flatMap((word) => {
    const whole = word.toLowerCase();
    return [whole, ...whole.split(/[^\p{L}\p{N}]+/u)];
  });
  const named = parts.filter((part) => part.length >= partMin && password.includes(part));
  return named.some((part) => password.replaceAll(part, "").length < lengthMin);
}

/** Each fault as a sentence that says what to do. */
export const advice: Record<PasswordFault, string> = {
  too_short: `Use at least ${lengthMin} characters. Several words make a good password.`,
  too_long: `Use at most ${lengthMax} characters.`,
  breached: "This password is on the list of known ones, so it is guessed first. Use another.",
  simple: "This is one sign, one row or one short piece again and again, which is guessed at once. Use another.",
  personal: "This password is made of your name, your address or our name. Use something nobody can derive from you.",
  same: "This is your present password. Use another.",
};
