import { Marked, type Tokens } from "marked";

/** A heading one can link to. */
export interface Heading {
  id: string;
  text: string;
  depth: number;
}

/**
 * A page's Markdown as HTML, with an address for every heading.
 * @param resolve the address in the site of a link as it is written
 */
export function render(markdown: string, resolve: (href: string) => string): { html: string; headings: Heading[] } {
  const headings: Heading[] = [];
  const taken = new Map<string, number>();
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }: Tokens.Heading) {
        const text = this.parser.parseInline(tokens, this.parser.textRenderer);
        const id = unique(slug(text), taken);
        headings.push({ id, text, depth });
        const anchor = `<a class="anchor" href="#${id}" aria-label="Link to ${escaped(text)}">#</a>`;
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)} ${anchor}</h${depth}>\n`;
      },
      link({ href, tokens }: Tokens.Link) {
        return `<a href="${escaped(resolve(href))}">${this.parser.parseInline(tokens)}</a>`;
      },
      table({ header, rows }: Tokens.Table) {
        const cells = (tag: string, row: Tokens.TableCell[]) =>
          `<tr>${row.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join("")}</tr>`;
        // Tables without headings are written with empty ones.
        const head = header.some(({ text }) => text !== "") ? `<thead>${cells("th", header)}</thead>` : "";
        const body = rows.map((row) => cells("td", row)).join("\n");
        return `<div class="wide" role="group" aria-label="Table" tabindex="0"><table>${head}<tbody>${body}</tbody></table></div>\n`;
      },
      code({ text, lang }: Tokens.Code) {
        const language = lang ? ` class="language-${escaped(lang)}"` : "";
        return `<pre tabindex="0"><code${language}>${escaped(text)}</code></pre>\n`;
      },
      html: ({ text }: Tokens.HTML | Tokens.Tag) => escaped(text),
    },
  });
  return { html: marked.parse(markdown, { async: false }), headings };
}

/** Text as it may stand in HTML, also between quotes. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}

function unique(id: string, taken: Map<string, number>): string {
  const count = taken.get(id) ?? 0;
  taken.set(id, count + 1);
  return count === 0 ? id : `${id}-${count}`;
}
