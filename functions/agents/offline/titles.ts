import { occurrencesOf } from "#core/run/prose.ts";
import type { BlogInput } from "../blog-writer.ts";
import type { Wishes } from "./notes.ts";
import type { Voice } from "./render.ts";
import { capital, cut, isClause, named } from "./wording.ts";

/** The article's title and candidates for the page title. Every one holds the keyword. */
export function titlesOf(input: BlogInput, wishes: Wishes, voice: Voice): { title: string; metaTitles: string[] } {
  const phrase = named(voice.keyword);
  const name = capital(phrase);
  const others = isClause(phrase)
    ? [`${name}: a plain guide`, `${name}, step by step`, `${name}: what to know first`]
    : [
        `${name}: what to know before you begin`,
        `${name} in plain words`,
        `A practical guide to ${phrase}`,
        `${name}: questions, answers and first steps`,
      ];
  const previous = input.previousVersion?.title;
  const candidates = [
    ...(wishes.title ? [withKeyword(wishes.title, voice.keyword)] : []),
    ...(wishes.newTitle ? [] : [withKeyword(input.contentBrief.workingTitle, voice.keyword)]),
    ...voice.vary.order(others, "title"),
  ].filter((title) => !wishes.newTitle || title !== previous);
  const [title = name] = candidates;
  const branded = voice.brand ? [`${title} | ${voice.brand}`, `${name} | ${voice.brand}`] : [];
  return { title: title.length < 10 ? `${title}: a guide` : title, metaTitles: [title, ...branded, ...others] };
}

function withKeyword(title: string, keyword: string): string {
  const clean = title.trim().replace(/\.$/, "");
  return occurrencesOf(keyword, clean) > 0 ? cut(clean, 118) : cut(`${capital(named(keyword))}: ${clean}`, 118);
}
