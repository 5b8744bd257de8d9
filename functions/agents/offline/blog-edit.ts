import { sentencesOf } from "#core/dataset/sentences.ts";
import { type Answer, CannotCompose, type Envelope } from "#schema/agent.ts";
import type { BlogEdit, BlogEditInput } from "../blog-ai-agent.ts";
import { citedOf, type Material, materialFor, quiet, upTo } from "./material.ts";
import { wishesOf } from "./notes.ts";
import { cut, toned } from "./wording.ts";

const lengthMax = 11_900;
const plainWords: readonly [RegExp, string][] = [
  [/\butili[sz]e\b/g, "use"],
  [/\bin order to\b/g, "to"],
  [/\bin the event that\b/g, "if"],
  [/\bprior to\b/g, "before"],
  [/\bsubsequent to\b/g, "after"],
  [/\ba large number of\b/g, "many"],
  [/\bdue to the fact that\b/g, "because"],
  [/\bfacilitate\b/g, "help"],
  [/\badditionally,\s*/gi, "Also, "],
  [/\b(?:very|really|quite|actually|basically|simply) /g, ""],
  [/\bit is important to note that\s*(\p{L})/giu, "$1"],
];

/** Changes a passage by rule: plainer words, fewer sentences, or more of the company's own documents. What needs invention is refused. */
export function composeEdit(input: BlogEditInput, envelope: Envelope): Answer<BlogEdit> {
  const text = input.selection?.text ?? input.body;
  const about = `${input.instruction} ${input.title}`;
  const material = materialFor(about, envelope, { seed: input.action, before: [input.body] });
  const changed = changes(input, text, material);
  if (!changed || changed.text.trim() === text.trim() || changed.text.length > lengthMax)
    throw new CannotCompose(
      "This change needs a model: nothing in the text or the documents can be put in place by rule.",
    );
  return {
    data: {
      replacement: changed.text,
      scope: input.selection ? "selection" : "document",
      explanation: changed.explanation,
    },
    citations: citedOf(material.passages, changed.text),
    warnings: [],
  };
}

interface Change {
  text: string;
  explanation: string;
}

function changes(input: BlogEditInput, text: string, material: Material): Change | null {
  switch (input.action) {
    case "simplify":
    case "rewrite":
      return {
        text: simpler(text),
        explanation: "Long sentences are split and roundabout words replaced by plain ones.",
      };
    case "fix_tone":
      return { text: calm(text), explanation: "The passage is in a calmer, friendlier tone." };
    case "shorten":
      return { text: shorter(text), explanation: "Each paragraph keeps its first sentences." };
    case "expand":
      return added(text, material.passages[0] ?? null, null);
    case "add_section":
      return added(text, material.passages[0] ?? null, headingOf(input, material));
    case "faq":
      return asked(text, material);
    case "custom":
      return wished(input, text, material);
  }
}

function wished(input: BlogEditInput, text: string, material: Material): Change | null {
  const { length, tone } = wishesOf(input.instruction);
  if (length === "shorter") return changes({ ...input, action: "shorten" }, text, material);
  if (length === "longer") return changes({ ...input, action: "expand" }, text, material);
  return tone ? changes({ ...input, action: "fix_tone" }, text, material) : null;
}

function simpler(text: string): string {
  const plain = plainWords.reduce((all, [long, short]) => all.replaceAll(long, short), text);
  return plain.replaceAll(/;\s+(\p{Ll})/gu, (_, letter: string) => `. ${letter.toUpperCase()}`);
}

function calm(text: string): string {
  return toned(text.replaceAll(/!+/g, "."), "friendly");
}

function shorter(text: string): string {
  return text
    .split("\n\n")
    .map((block) => {
      if (/^\s*(?:#|[-*>]|\d+\.)/.test(block)) return block;
      const sentences = sentencesOf(block).map((span) => span.text);
      return sentences.length < 2 ? block : sentences.slice(0, Math.ceil(sentences.length * 0.6)).join(" ");
    })
    .join("\n\n");
}

function added(text: string, passage: Material["passages"][number] | null, heading: string | null): Change | null {
  if (!passage) return null;
  const more = upTo(passage.sentences, 1_200);
  const block = heading ? `## ${heading}\n\n${more}` : more;
  return { text: `${text.trimEnd()}\n\n${block}`, explanation: "A passage of the company's own documents is added." };
}

function headingOf({ instruction }: BlogEditInput, { passages }: Material): string {
  const [wish] = wishesOf(instruction).sections;
  return cut(quiet(wish ?? passages[0]?.topic ?? "More about it"), 80);
}

function asked(text: string, { questions }: Material): Change | null {
  const fresh = questions.filter(({ question }) => !text.includes(question)).slice(0, 3);
  if (fresh.length === 0) return null;
  const blocks = fresh.map(({ question, answer }) => `### ${question}\n\n${upTo(answer, 600)}`);
  return {
    text: [text.trimEnd(), "## Questions and answers", ...blocks].join("\n\n"),
    explanation: "Questions from the company's own documents are answered.",
  };
}
