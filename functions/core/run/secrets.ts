const keys: readonly RegExp[] = [
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bsk-(?:ant-|proj-|live-)?[\w-]{20,}\b/,
  /\b[rsp]k_(?:live|test)_[0-9a-zA-Z]{16,}\b/,
  /\bgh[opsur]_[A-Za-z0-9]{30,}\b|\bgithub_pat_\w{40,}\b/,
  /\bxox[abeoprs]-[\w-]{10,}\b/,
  /\bAIza[\w-]{35}\b/,
  /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}\b/,
  /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/,
  /\b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqp):\/\/[^\s:@/]+:[^\s@/]+@/i,
  /\b(?:password|passwd|api[_ -]?key|secret|access[_ -]?token)\s*[:=]\s*["']?(?=\S*\d)[\w+/.-]{12,}/i,
];
const emails = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const phones =
  /(?<![\w/.-])(?:\+\d{1,3}[\s.-]?)?(?:\(\d{2,5}\)[\s.-]?)?\d{2,8}(?:[\s.-]\d{2,8}){1,4}(?![\w/%.-]|\s?(?:kg|g|ml|km|m|cm|mm|kw|kwh|°))/gi;
const cards = /\b\d(?:[ -]?\d){12,18}\b/g;
const ibans = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/g;

/** Names the first secret in a text by its kind, or null. */
export function secretIn(text: string): string | null {
  return keys.some((key) => key.test(text)) ? "a key or password" : null;
}

/** Personal data in a text that `known` (everything the writer was given) does not hold: e-mail, phone, card and account numbers. */
export function personalIn(text: string, known: string): string[] {
  const folded = known.toLowerCase();
  const digits = known.replaceAll(/\D+/g, "");
  const fresh = (found: string) => !digits.includes(found.replaceAll(/\D/g, ""));
  return [
    ...(text.match(emails) ?? [])
      .filter((found) => !folded.includes(found.toLowerCase()))
      .map(() => "an e-mail address"),
    ...(text.match(cards) ?? []).filter((found) => isCard(found) && fresh(found)).map(() => "a card number"),
    ...(text.match(ibans) ?? []).filter((found) => !folded.includes(found.toLowerCase())).map(() => "a bank account"),
    ...(text.match(phones) ?? []).filter((found) => isPhone(found) && fresh(found)).map(() => "a phone number"),
  ];
}

function isPhone(found: string): boolean {
  const digits = found.replaceAll(/\D/g, "");
  if (/^\d{4}[-.]\d{1,2}[-.]\d{1,2}$/.test(found.trim()) || /^\d{4}\s?[-–]\s?\d{4}$/.test(found.trim())) return false;
  if (/^\d{1,3}(?: \d{3})+$/.test(found.trim()) && !found.includes("+")) return false;
  return digits.length >= 9 && digits.length <= 15;
}

function isCard(found: string): boolean {
  const digits = [...found.replaceAll(/\D/g, "")].map(Number).toReversed();
  const sum = digits.reduce(
    (total, digit, index) => total + (index % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)),
    0,
  );
  return digits.length >= 13 && sum % 10 === 0;
}
