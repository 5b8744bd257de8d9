import type { Collection, Entry } from "./collection.ts";
import { fieldValue } from "./document.ts";
import { badRequest } from "./failure.ts";
import { type Field, isNumeric, isStatic } from "./field.ts";
import { type FilterTree, parseFilter, splitValues } from "./filter-syntax.ts";
import { textCondition } from "./filter-text.ts";

/** A compiled `filter_by`: a predicate, and when an index knows them the numbers of all documents that can match, at most so many. */
export interface Filter {
  test(entry: Entry): boolean;
  candidates?: { most: number; list(): number[] } | undefined;
}

const everything: Filter = { test: () => true };

/**
 * Compiles a filter such as `tenantId:=t1 && (price:[10..20] || tags:!=[a, b])`.
 * @throws TypesenseFailure 400 for a syntax error, a value of the wrong type and a field the schema does not have
 */
export function compileFilter(collection: Collection, text: string | undefined): Filter {
  if (text === undefined || text.trim() === "") return everything;
  return compile(collection, parseFilter(text));
}

function compile(collection: Collection, tree: FilterTree): Filter {
  if ("text" in tree) return condition(collection, tree.text);
  const left = compile(collection, tree.left);
  const right = compile(collection, tree.right);
  if (tree.op === "&&") {
    const shorter = (left.candidates?.most ?? Infinity) <= (right.candidates?.most ?? Infinity) ? left : right;
    return { test: (entry) => left.test(entry) && right.test(entry), candidates: shorter.candidates };
  }
  const [some, others] = [left.candidates, right.candidates];
  return {
    test: (entry) => left.test(entry) || right.test(entry),
    candidates: some &&
      others && {
        most: some.most + others.most,
        list: () => [...new Set([...some.list(), ...others.list()])],
      },
  };
}

function condition(collection: Collection, text: string): Filter {
  const colon = text.indexOf(":");
  if (colon < 0) throw badRequest("Could not parse the filter query.");
  const name = text.slice(0, colon).trim();
  const value = text.slice(colon + 1).trim();
  if (name === "id") return idCondition(collection, value);
  const field = collection.schema.fields.find((known) => known.name === name && known.index && isStatic(known));
  if (!field) throw badRequest(`Could not find a filter field named \`${name}\` in the schema.`);
  const type = field.type.replace("[]", "");
  if (type === "string") return textCondition(collection, field, value);
  if (isNumeric(type)) return numberCondition(field, type, value.replace(/^= */, ""));
  if (type === "bool") return boolCondition(field, value.replace(/^= */, ""));
  throw fieldError(name, "Unidentified field data type, see docs for supported data types.");
}

/** The other documents, those without the field among them. */
function unless(filter: Filter): Filter {
  return { test: (entry) => !filter.test(entry) };
}

function idCondition(collection: Collection, given: string): Filter {
  const [, operator = "", text = ""] = /^(!=|=)? *(.*)$/s.exec(given) ?? [];
  if (text === "") throw fieldError("id", "Filter value cannot be empty.");
  const values = listed(text);
  const ids = new Set(values ?? splitValues(text).slice(0, 1));
  let filter: Filter = {
    test: (entry) => ids.has(entry.doc.id),
    candidates: { most: ids.size, list: () => [...ids].flatMap((id) => collection.byId.get(id)?.num ?? []) },
  };
  if (ids.has("*")) filter = everything;
  return operator === "!=" ? unless(filter) : filter;
}

function numberCondition(field: Field, type: string, given: string): Filter {
  const [, bang, text = ""] = /^(!(?!=) *)?(.*)$/s.exec(given) ?? [];
  if (bang && text === "") throw fieldError(field.name, "Filter value cannot be empty after '!' operator.");
  const notListed = /^!= *(\[.*\])$/s.exec(text)?.[1];
  const values = listed(notListed ?? text);
  const tests = values ? values.map((value) => numberTest(field, type, value)) : [numberTest(field, type, text)];
  const filter: Filter = {
    test: ({ doc }) => tests.some((test) => test(numbers(fieldValue(doc, field.name)))),
  };
  return bang || notListed ? unless(filter) : filter;
}

function numbers(value: unknown): number[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "number");
}

/** Whether one of a document's numbers meets `5`, `>=5`, `!=5` (then: none of them) or `1..5`. */
function numberTest(field: Field, type: string, text: string): (values: number[]) => boolean {
  const [, operator = "", rest = ""] = /^(<=|>=|!=|<|>)?(.*)$/s.exec(text) ?? [];
  const operand = rest.trim();
  const plain = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text);
  if (operator === "" && !plain && !text.includes(".."))
    throw fieldError(field.name, "Numerical field has an invalid comparator.");
  if (operator === "" && text.includes("..")) {
    const [from = "", to = ""] = text.split("..");
    const [low, high] = [readNumber(field, type, from.trim()), readNumber(field, type, to.trim())];
    return (values) => values.some((value) => value >= low && value <= high);
  }
  const bound = readNumber(field, type, operand);
  switch (operator) {
    case "<=":
      return (values) => values.some((value) => value <= bound);
    case ">=":
      return (values) => values.some((value) => value >= bound);
    case "<":
      return (values) => values.some((value) => value < bound);
    case ">":
      return (values) => values.some((value) => value > bound);
    case "!=":
      return (values) => !values.includes(bound);
    default:
      return (values) => values.includes(bound);
  }
}

function readNumber({ name }: Field, type: string, text: string): number {
  if (type === "float") {
    if (/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text)) return Number(text);
    throw fieldError(name, "Not a float.");
  }
  if (!/^-?\d+$/.test(text)) throw fieldError(name, `Not an ${type}.`);
  const value = Number(text);
  if (type === "int32" && value !== (value | 0)) throw fieldError(name, `\`${text}\` exceeds the range of an int32.`);
  return value;
}

function boolCondition({ name }: Field, given: string): Filter {
  const [, bang, text = ""] = /^(!=? *)?(.*)$/s.exec(given) ?? [];
  if (text === "") {
    throw fieldError(name, `Filter value cannot be empty${bang ? " after '!' operator" : ""}.`);
  }
  const values = listed(text);
  const wanted = values ?? [text];
  if (wanted.some((value) => value !== "true" && value !== "false")) {
    throw badRequest(
      values
        ? `Values of filter field \`${name}\`: must be \`true\` or \`false\`.`
        : `Value of filter field \`${name}\` must be \`true\` or \`false\`.`,
    );
  }
  const filter: Filter = {
    test: ({ doc }) => [fieldValue(doc, name) ?? []].flat().some((value) => wanted.includes(String(value))),
  };
  return bang ? unless(filter) : filter;
}

/** The values of `[a, b]`, undefined for a single one. */
function listed(text: string): string[] | undefined {
  return text.startsWith("[") && text.endsWith("]") ? splitValues(text.slice(1, -1)) : undefined;
}

function fieldError(name: string, problem: string): Error {
  return badRequest(`Error with filter field \`${name}\`: ${problem}`);
}
