import { badRequest } from "./failure.ts";

/** A `filter_by` as a tree; a leaf holds one `field: value` as it was written. */
export type FilterTree = { op: "&&" | "||"; left: FilterTree; right: FilterTree } | { text: string };

type Operator = "&&" | "||";

/** Operations of one filter; more are refused. */
const OPERATIONS_MAX = 100;

/**
 * Reads a filter. `&&` and `||` bind equally and to the left, as in the server: only parentheses group.
 * @throws TypesenseFailure 400
 */
export function parseFilter(text: string): FilterTree {
  const tokens = tokenize(text);
  let at = 0;
  const group = (depth: number): FilterTree => {
    let tree: FilterTree | undefined;
    let pending: Operator | undefined;
    for (; at < tokens.length; at++) {
      const token = tokens[at] ?? "";
      if (token === ")") {
        if (depth === 0) throw unbalanced();
        break;
      }
      if (token === "&&" || token === "||") {
        if (!tree || pending) throw badRequest(`Could not parse the filter query: unbalanced \`${token}\` operands.`);
        pending = token;
        continue;
      }
      if (tree && !pending) throw badRequest("Could not parse the filter query.");
      const operand = token === "(" ? inner(depth) : { text: token };
      tree = tree && pending ? { op: pending, left: tree, right: operand } : operand;
      pending = undefined;
    }
    if (pending) throw badRequest(`Could not parse the filter query: unbalanced \`${pending}\` operands.`);
    if (!tree) throw badRequest("Filter query cannot be empty.");
    return tree;
  };
  const inner = (depth: number): FilterTree => {
    at++;
    const tree = group(depth + 1);
    if (tokens[at] !== ")") throw unbalanced();
    return tree;
  };
  return group(0);
}

/** Values between commas; a comma inside backticks is part of the value, and the backticks are not. */
export function splitValues(text: string): string[] {
  const values: string[] = [];
  let value = "";
  let quoted = false;
  for (const char of text) {
    if (char === "`") quoted = !quoted;
    else if (char === "," && !quoted) {
      values.push(value);
      value = "";
    } else value += char;
  }
  values.push(value);
  return values.map((item) => item.trim()).filter((item) => item !== "");
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? "";
    if (char === " ") at++;
    else if (char === "(" || char === ")") {
      tokens.push(char);
      at++;
    } else if (char === "&" || char === "|") {
      if (text[at + 1] !== char) throw badRequest("Could not parse the filter filter_query.");
      tokens.push(char + char);
      at += 2;
    } else {
      const [, joined] = /^!?\$([^(]+)\(/.exec(text.slice(at)) ?? [];
      if (joined) throw badRequest(`Failed to join on \`${joined}\`: No reference field found.`);
      const end = endOfCondition(text, at);
      tokens.push(text.slice(at, end).trim());
      at = end;
    }
  }
  if (tokens.filter((token) => token !== "(" && token !== ")").length > OPERATIONS_MAX) {
    throw badRequest(
      `\`filter_by\` has too many operations. Maximum allowed: ${OPERATIONS_MAX}. Use \`--filter-by-max-ops\` command line argument to customize this value.`,
    );
  }
  return tokens;
}

/** Where a condition ends: before a parenthesis or an operator outside backticks, but not before one that opens its value. */
function endOfCondition(text: string, from: number): number {
  let quoted = false;
  let afterColon = false;
  let inValue = false;
  for (let at = from; at < text.length; at++) {
    const char = text[at] ?? "";
    if (char === "`") quoted = !quoted;
    if (quoted) continue;
    if (char === "(" && afterColon) inValue = true;
    else if (char === ")" && inValue) inValue = false;
    else if (!inValue && (char === "(" || char === ")")) return at;
    else if (!inValue && (char === "&" || char === "|") && text[at + 1] === char) return at;
    if (char !== " ") afterColon = char === ":";
  }
  return text.length;
}

function unbalanced(): Error {
  return badRequest("Could not parse the filter query: unbalanced parentheses.");
}
