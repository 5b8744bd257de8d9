import type { ReplyIntent } from "#schema/backlink.ts";

/** What an answer means, as far as its words tell. */
export interface Meaning {
  intent: ReplyIntent | null;
  /** Its writer wants no more mail. */
  leaves: boolean;
}

/** What somebody answered, and what it means. Its words are a stranger's: they are shown, and never followed. */
export interface Answer {
  messageId: string;
  from: string;
  subject: string;
  body: string;
  intent: ReplyIntent | null;
}

const away = /^(auto(matic)?[- ]?(reply|response|antwort)|automatische antwort|out of (the )?office|abwesenheit)/i;
const leaving = [
  /^\W*(please\s+)?(unsubscribe|stop|remove)(\s+(me|us))?(\s+please)?\W*$/im,
  /\bunsubscribe (me|us)\b|\b(remove|take) (me|us|my address|our address|this address) (from|off)\b/i,
  /\bstop (e-?mailing|mailing|writing to|contacting|sending)\b|\b(do not|don['’]t|never) (e-?mail|mail|write to|contact) (me|us)\b/i,
  /\bkeine (weiteren )?(e-?mails|mails|nachrichten)\b|^\W*(bitte )?abmelden\W*$/im,
];
const negative =
  /\b(not interested|no interest|no,? thank(s| you)|no thanks|we (do not|don['’]t) (accept|publish|link|do)|not a (good )?fit|we (must |have to )?decline|we['’]ll pass|kein interesse|nein,? danke)\b/i;
const positive =
  /\b(yes|sure|sounds (good|great)|happy to|glad to|gladly|love to|we can (add|do|publish)|(link|it) is (up|live)|added (it|the link|your)|interested|please send|let['’]s|gerne?)\b/i;

/** Judges an answer by what its writer wrote, not by what it quotes of ours. */
export function meaningOf(subject: string, text: string, isAutomatic: boolean): Meaning {
  if (isAutomatic || away.test(subject.trim())) return { intent: "out_of_office", leaves: false };
  const said = ownWords(text);
  const leaves = leaving.some((form) => form.test(said)) || /^\W*unsubscribe\W*$/i.test(subject);
  if (leaves || negative.test(said)) return { intent: "negative", leaves };
  if (said.includes("?")) return { intent: "question", leaves };
  return { intent: positive.test(said) ? "positive" : null, leaves };
}

/** An answer without the mail that it quotes below, whose last line offers the way out. */
function ownWords(text: string): string {
  const lines = text.split(/\r?\n/);
  const end = lines.findIndex(
    (line, at) =>
      /^\s*>/.test(line) ||
      /^\s*(-{3,}.*-{3,}|_{10,}|--\s*)$/.test(line) ||
      /^(from|von|de|da):\s.*@/i.test(line) ||
      (/:\s*$/.test(line) && /^\s*>/.test(lines.slice(at + 1).find((next) => next.trim()) ?? "")) ||
      /\b(wrote|schrieb)\b.*:\s*$/.test(line) ||
      line.includes("/unsubscribe/"),
  );
  return lines.slice(0, end < 0 ? undefined : end).join("\n");
}
