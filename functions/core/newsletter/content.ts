import { marked } from "marked";
import { escaped } from "#core/letter/index.ts";
import { plainOf } from "#core/run/prose.ts";
import type { SegmentFilter } from "#schema/contact.ts";
import type { EmailDraft } from "#schema/wording.ts";

type Content = Record<string, unknown>;
/** A newsletter: what its writer wrote, and whom it goes to. */
export type Newsletter = EmailDraft & {
  audience: "all" | "leads" | "customers" | "segment";
  segment?: { id: string; name: string; filter: SegmentFilter };
};

const of = (content: Content) => content as unknown as Newsletter;

/** Columns of a newsletter from its content; the HTML and the plain text are made here. */
export function columns(content: Content): Record<string, unknown> {
  const { subjectLine, subjectVariants, previewText, audience, segment } = of(content);
  return {
    ...{ subject: subjectLine, subjectVariants, previewText, audience, segment: JSON.stringify(segment ?? {}) },
    bodyText: article(content),
    bodyHtml: htmlOf(of(content)),
    plainText: plainTextOf(of(content)),
  };
}

/** The newsletter as one Markdown text. */
export function article(content: Content): string {
  const { headerText, sections } = of(content);
  return [
    headerText,
    ...sections.map(({ heading, body, cta }) =>
      [`## ${heading}`, body, ...(cta ? [`[${cta.text}](${cta.url})`] : [])].join("\n\n"),
    ),
  ].join("\n\n");
}

/** What the critic reads of a newsletter. */
export function judged(content: Content) {
  const { subjectLine, sections } = of(content);
  return {
    title: subjectLine,
    content: article(content),
    limits: { wordsMin: 30, wordsMax: 1_200, sectionsMin: Math.min(1, sections.length) },
  };
}

/** What readers read of an e-mail, for the rules that every text keeps. */
export function proseOfEmail(draft: EmailDraft): string {
  const { subjectLine, subjectVariants, previewText } = draft;
  const buttons = draft.sections.flatMap(({ cta }) => cta?.text ?? []);
  return [subjectLine, ...subjectVariants, previewText, plainOf(article({ ...draft })), ...buttons].join("\n");
}

// Styles stand in the elements: mail programs read no others. The footer with address and way out is added when it is sent.
function htmlOf({ previewText, headerText, sections }: Newsletter): string {
  const blocks = sections.map(({ heading, body, cta }) =>
    [
      `<h2 style="font-size:20px;margin:24px 0 8px">${escaped(heading)}</h2>`,
      marked.parse(escaped(body), { async: false }),
      cta
        ? `<p><a href="${escaped(cta.url)}" style="display:inline-block;padding:10px 18px">${escaped(cta.text)}</a></p>`
        : "",
    ].join("\n"),
  );
  return [
    `<div style="display:none">${escaped(previewText)}</div>`,
    `<h1 style="font-size:26px;margin:0 0 16px">${escaped(headerText)}</h1>`,
    ...blocks,
  ].join("\n");
}

function plainTextOf({ headerText, sections }: Newsletter): string {
  return [
    headerText,
    ...sections.map(({ heading, body, cta }) =>
      [heading, plainOf(body), ...(cta ? [`${cta.text}: ${cta.url}`] : [])].join("\n\n"),
    ),
  ].join("\n\n");
}
