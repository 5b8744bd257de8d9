/** One statement of a script: its text in lower case with single spaces, literals kept, and the comments before it. */
export interface Statement {
  text: string;
  comments: string;
}

/** The statements of an SQL script. Knows line and block comments, quoted text and dollar-quoted bodies. */
export function statementsOf(script: string): Statement[] {
  const pieces = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|;|[^-/'"$;]+|[\s\S]/g;
  const statements: Statement[] = [];
  let text = "";
  let comments = "";
  const end = () => {
    const plain = text.replaceAll(/\s+/g, " ").trim();
    if (plain !== "") statements.push({ text: plain, comments: comments.trim() });
    text = "";
    comments = "";
  };
  for (const [piece] of script.matchAll(pieces)) {
    if (piece === ";") end();
    else if (piece.startsWith("--") || piece.startsWith("/*")) comments += `${piece}\n`;
    else if (piece.startsWith("$") && piece.length > 1) text += " $body$ ";
    else text += piece.startsWith("'") || piece.startsWith('"') ? piece : piece.toLowerCase();
  }
  end();
  return statements;
}

/** Splits at commas that stand in no brackets: the actions of an `alter table`. */
export function topLevelParts(text: string): string[] {
  const parts: string[] = [""];
  let depth = 0;
  for (const [piece] of text.matchAll(/'(?:[^']|'')*'|[(),[\]]|[^'(),[\]]+/g)) {
    if (piece === "(" || piece === "[") depth++;
    if (piece === ")" || piece === "]") depth--;
    if (piece === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += piece;
  }
  return parts.map((part) => part.trim());
}
