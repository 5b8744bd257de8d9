import { isSuspicious } from "#core/dataset/injection.ts";
import { sentencesOf } from "#core/dataset/sentences.ts";
import { wordsOf } from "#core/dataset/terms.ts";

/** What a reviewer's note asks for, as far as it can be told from its words. */
export interface Wishes {
  length: "shorter" | "longer" | null;
  tone: "friendly" | "neutral" | null;
  newTitle: boolean;
  title: string | null;
  /** Subjects that shall get a section of their own. */
  sections: string[];
  /** Subjects that shall get more room. */
  more: string[];
  /** Subjects that shall not appear. */
  less: string[];
  /** Sentences that shall go. */
  quotes: string[];
}

const subject = String.raw`["“']?([^.;:!?\n"”]{3,80})`;
const sectionWish = new RegExp(
  String.raw`\b(?:section|paragraph|chapter|part|heading|passage)s? (?:on|about|for|covering|that (?:covers|explains)|explaining|with)\s+${subject}`,
  "i",
);
const moreWish = new RegExp(
  String.raw`\b(?:more (?:details? )?(?:about|on|of|information (?:about|on))|(?:details?|depth|information) (?:about|on)|mention|include|cover|explain|talk (?:more )?about|focus(?: more)? on|emphasi[sz]e|highlight|stress|say (?:something|more) about|write about|missing|expand on|go into|add)\s+${subject}`,
  "i",
);
const lessWish = new RegExp(
  String.raw`\b(?:remove|delete|drop|leave out|take out|cut out|avoid|omit|do(?:n['’]?t| not) (?:mention|talk about|use|include|say)|less (?:about|on|of)|no mention of|nothing about|without)\s+${subject}`,
  "i",
);

/** Reads a note sentence by sentence. Sentences that talk to a model are ignored. */
export function wishesOf(notes: string): Wishes {
  const wishes: Wishes = {
    length: null,
    tone: null,
    newTitle: false,
    title: null,
    sections: [],
    more: [],
    less: [],
    quotes: [],
  };
  for (const { text } of sentencesOf(notes)) if (!isSuspicious(text)) note(text, wishes);
  return wishes;
}

function note(text: string, wishes: Wishes): void {
  if (/\b(?:shorter|shorten|too long|more concise|trim|cut (?:it )?down|less text)\b/i.test(text))
    wishes.length = "shorter";
  else if (/\b(?:longer|too short|more depth|more substance|expand the|flesh)\b/i.test(text)) wishes.length = "longer";
  if (/\b(?:friendl\w+|warmer|casual|conversational|less formal|less stiff)\b/i.test(text)) wishes.tone = "friendly";
  else if (/\b(?:formal|professional|serious)\b/i.test(text)) wishes.tone = "neutral";
  const titled = /\b(?:title|headline)\b/i.test(text);
  if (titled) {
    wishes.newTitle = true;
    wishes.title ??= /["“]([^"”]{10,110})["”]/.exec(text)?.[1] ?? null;
    return;
  }
  const less = subjectOf(lessWish.exec(text)?.[1]);
  if (less) {
    wishes.less.push(less);
    return;
  }
  const section = subjectOf(sectionWish.exec(text)?.[1]);
  if (section) {
    wishes.sections.push(section);
    return;
  }
  const more = subjectOf(moreWish.exec(text)?.[1]);
  if (more) wishes.more.push(more);
}

/** The subject without articles, politeness and what only orders the wish. */
function subjectOf(raw: string | undefined): string | null {
  const text = (raw ?? "")
    .replace(
      /\s+(?:please|as well|too|instead|in (?:the|this) (?:text|article|post|draft|intro\w*|section)|to (?:the|this) (?:text|article|post)|and (?:make|keep|add|remove|less|more)\b.*)$/i,
      "",
    )
    .replace(/^(?:(?:an?|the|our|your|some|any|all|more|also|how|that|about|on|of)\s+)+/i, "")
    .replace(/["”',\s]+$/, "")
    .trim();
  const words = wordsOf(text).length;
  const empty =
    /^(?:detail|details|information|examples?|text|words?|it|them|this|depth|content|sections?|paragraphs?|facts?|numbers?)$/i.test(
      text,
    );
  return words === 0 || words > 9 || empty ? null : text;
}
