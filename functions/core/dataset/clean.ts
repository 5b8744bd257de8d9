/** Joiners are part of spelling in these scripts and stay between their letters. */
const joined = String.raw`[\p{scx=Arabic}\p{scx=Devanagari}\p{scx=Bengali}\p{scx=Tamil}\p{scx=Telugu}\p{scx=Kannada}\p{scx=Malayalam}\p{scx=Sinhala}]`;
const joiners = new RegExp(`(?<!${joined})[\\u200c\\u200d]|[\\u200c\\u200d](?!${joined})`, "gu");
const zeroWidth =
  /\u034f|\u17b4|\u17b5|[\u180b-\u180d]|[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]/g;
const variation = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;
const tags = /[\u{e0000}-\u{e007f}]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufff0-\uffff]/g;
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The text without control, zero-width, direction, variation and tag characters; line ends become `\n`. Nothing visible changes. */
export function cleanCharacters(text: string): string {
  return text
    .replaceAll(/\r\n?|\u2028|\u2029|\u0085/g, "\n")
    .replaceAll(loneSurrogate, "")
    .replaceAll(tags, "")
    .replaceAll(variation, "")
    .replaceAll(zeroWidth, "")
    .replaceAll(joiners, "")
    .replaceAll(control, "");
}

/** True when the text carries characters that hide a message from a reader: tag characters, or many invisible ones in a row. */
export function hasHiddenCharacters(text: string): boolean {
  return /[\u{e0020}-\u{e007f}]/u.test(text) || /(?:\u200b|\u200c|\u200d|[\u2060-\u2064\ufeff]){4,}/.test(text);
}

/** Text of others that can neither leave its data block nor pass for a turn of the conversation. */
export function harmless(text: string): string {
  return text.replaceAll(/<(?=\s*\/?\s*data\b|\|)/gi, "‹").replaceAll(/\[(?=\/?INST\])/gi, "‹");
}

/** One line: clean characters, composed accents, every run of white space one blank. */
export function oneLine(text: string): string {
  return cleanCharacters(text).normalize("NFC").replaceAll(/\s+/g, " ").trim();
}
