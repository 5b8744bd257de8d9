import { isSuspicious } from "#core/dataset/injection.ts";
import { isStopWord, wordsOf } from "#core/dataset/terms.ts";
import type { BlogInput } from "../blog-writer.ts";
import type { Draft } from "./draft.ts";
import { calls, closings, intros, ownSource, promises, readers } from "./phrases.ts";
import type { Frame, Voice } from "./render.ts";
import { capital, isGoodTopic, listed, small, toned } from "./wording.ts";

/** Introduction, outlook, conclusion and call to action around the sections. `sourced` says that own facts are used. */
export function frameOf(input: BlogInput, voice: Voice, draft: Draft, sourced: boolean, _locale: string): Frame {
  const { vary, tone } = voice;
  const who = audienceOf(input.audience);
  const topics = topicsOf(draft, voice);
  const outlook = [
    topics.length >= 3 ? vary.pick(promises, "promise").replace("{topics}", listed(topics)) : "",
    sourced ? vary.pick(ownSource, "source") : "",
  ];
  const last = draft.sections.at(-1);
  const ends =
    last !== undefined &&
    /\b(?:conclusion|summary|next steps?|take ?aways?|in short|where to start|get started|how to (?:start|begin))\b/i.test(
      last.heading,
    );
  const action = input.contentBrief.callToAction.trim();
  const cta = `${capital(action)}${/[.!?]$/.test(action) ? "" : "."}`;
  const closing = `${vary.pick(closings, "closing")}\n\n${vary.pick(calls, "call").replace("{cta}", cta)}`;
  return {
    intro: toned(
      [vary.pick(intros, "intro"), who ? vary.pick(readers, "reader").replace("{who}", who) : ""]
        .filter(Boolean)
        .join(" "),
      tone,
    ),
    outlook: toned(outlook.filter(Boolean).join(" "), tone),
    closingHeading: ends ? "What to take away" : vary.pick(["Your next step", "Where to go from here"], "end"),
    closing: toned(closing, tone),
    faqHeading: vary.pick(["Frequently asked questions", "Questions readers ask"], "faqs"),
  };
}

/** The readers as a noun phrase, when the request names them in a few plain words. */
function audienceOf(audience: string | undefined): string | null {
  const text = audience?.trim().replace(/\.$/, "") ?? "";
  const words = wordsOf(text).length;
  if (words === 0 || words > 9 || !/^[\p{L}\p{N} ,&'’()/-]+$/u.test(text) || isSuspicious(text)) return null;
  return small(text);
}

/** Subjects of the article that work as plain nouns in a list. */
function topicsOf(draft: Draft, voice: Voice): string[] {
  const topics = draft.sections.flatMap((section) => section.passages.flatMap((passage) => passage.topic ?? []));
  const plain = topics.filter((topic) => {
    const [first = ""] = topic.split(" ");
    return (
      wordsOf(topic).length <= 3 &&
      !/[?,:;!&/()\d]/.test(topic) &&
      !isStopWord(first) &&
      !/ing$|^(?:Step|Part|Choose|Use|Clean|Check)\b/.test(first) &&
      isGoodTopic(topic, "", voice.brand)
    );
  });
  return [...new Set(plain)].slice(0, 4).map(small);
}
