/** A part of a prompt as its reader finds it. */
export interface PromptSection {
  title: string;
  text: string;
}

const dataBlock = /(<data id="[^"]*">\n[\s\S]*?\n<\/data>)/;
const inBlock = /^<data id="([^"]*)">\n([\s\S]*)\n<\/data>$/;

/**
 * Cuts a prompt into its parts: data of others between their marks, everything else at its headings; what comes before the first
 * is the task.
 */
export function sectionsOf(prompt: string): PromptSection[] {
  return prompt
    .split(dataBlock)
    .flatMap((piece) => {
      const [, title, text] = inBlock.exec(piece) ?? [];
      return title === undefined ? headed(piece) : [{ title: `${title} (data)`, text: text ?? "" }];
    })
    .filter(({ text }) => text.trim() !== "")
    .map(({ title, text }) => ({ title, text: text.trim() }));
}

function headed(piece: string): PromptSection[] {
  return piece.split(/^(?=## )/m).map((block) => {
    const [, title, text] = /^## ([^\n]*)\n?([\s\S]*)$/.exec(block) ?? [];
    return title === undefined ? { title: "Task", text: block } : { title, text: text ?? "" };
  });
}
