import type { Collection, Entry } from "./collection.ts";
import { badRequest } from "./failure.ts";
import { type Field, fieldValue, isNumeric } from "./schema.ts";
import { exactKey } from "./tokenize.ts";

/** A compiled `filter_by`: a predicate, and when an index knows them the numbers of all documents that can match. */
export interface Filter {
  test(entry: Entry): boolean;
  candidates?: number[] | undefined;
}

const everything: Filter = { test: () => true };

/**
 * Compiles a filter such as `tenantId:=t1 && (price:[10..20] || tags:!=[a, b])`.
 * @throws TypesenseFailure 400 for a syntax error, 404 for a field the schema does not have
 */
export function compileFilter(collection: Collection, text: string | undefined): Filter {
  if (text === undefined || text.trim() === "") return everything;
  const parser = new Parser(collection, text);
  return parser.parse();
}

class Parser {
  readonly #collection: Collection;
  readonly #text: string;
  #at = 0;

  constructor(collection: Collection, text: string) {
    this.#collection = collection;
    this.#text = text;
  }

  parse(): Filter {
    const filter = this.#or();
    if (this.#at < this.#text.length) throw unparsable();
    return filter;
  }

  #or(): Filter {
    const parts = [this.#and()];
    while (this.#take("||")) parts.push(this.#and());
    if (parts.length === 1) return parts[0] ?? everything;
    const lists = parts.map((part) => part.candidates);
    const known = lists.every((list) => list !== undefined);
    return {
      test: (entry) => parts.some((part) => part.test(entry)),
      candidates: known ? [...new Set(lists.flatMap((list) => list ?? []))] : undefined,
    };
  }

  #and(): Filter {
    const parts = [this.#atom()];
    while (this.#take("&&")) parts.push(this.#atom());
    if (parts.length === 1) return parts[0] ?? everything;
    const lists = parts.flatMap((part) => (part.candidates ? [part.candidates] : []));
    return {
      test: (entry) => parts.every((part) => part.test(entry)),
      candidates: lists.sort((a, b) => a.length - b.length)[0],
    };
  }

  #atom(): Filter {
    if (this.#take("(")) {
      const inner = this.#or();
      if (!this.#take(")")) throw unparsable();
      return inner;
    }
    const head = /\s*([\w.]+)\s*:\s*(!=|=|>=|<=|>|<|!)?\s*/y;
    head.lastIndex = this.#at;
    const match = head.exec(this.#text);
    if (!match) throw unparsable();
    this.#at = head.lastIndex;
    return condition(this.#collection, match[1] ?? "", match[2] ?? "", this.#values());
  }

  #values(): string[] {
    if (this.#text[this.#at] !== "[") return [this.#value(/&&|\|\||\)|$/g)];
    this.#at++;
    const values: string[] = [];
    do values.push(this.#value(/[,\]]/g));
    while (this.#take(","));
    if (!this.#take("]")) throw unparsable();
    return values;
  }

  #value(end: RegExp): string {
    while (this.#text[this.#at] === " ") this.#at++;
    if (this.#text[this.#at] === "`") {
      const close = this.#text.indexOf("`", this.#at + 1);
      if (close < 0) throw unparsable();
      const value = this.#text.slice(this.#at + 1, close);
      this.#at = close + 1;
      return value;
    }
    end.lastIndex = this.#at;
    const stop = end.exec(this.#text)?.index;
    if (stop === undefined) throw unparsable();
    const value = this.#text.slice(this.#at, stop).trim();
    this.#at = stop;
    if (value === "") throw unparsable();
    return value;
  }

  #take(symbol: string): boolean {
    while (this.#text[this.#at] === " ") this.#at++;
    if (!this.#text.startsWith(symbol, this.#at)) return false;
    this.#at += symbol.length;
    while (this.#text[this.#at] === " ") this.#at++;
    return true;
  }
}

function condition(collection: Collection, name: string, operator: string, values: string[]): Filter {
  if (name === "id") return idCondition(collection, operator, values);
  const field = collection.schema.fields.find((known) => known.name === name && known.index);
  if (!field) throw badRequest(`Could not find a filter field named \`${name}\` in the schema.`);
  const type = field.type.replace("[]", "");
  if (type === "object")
    throw badRequest(
      `Error with filter field \`${name}\`: Unidentified field data type, see docs for supported data types.`,
    );
  const positive = operator.startsWith("!") ? operator.slice(1) : operator;
  let filter: Filter;
  if (isNumeric(type)) filter = numberCondition(field, type, positive, values);
  else if (type === "bool") filter = boolCondition(field, values);
  else filter = textCondition(collection, field, positive, values);
  return operator.startsWith("!") ? { test: (entry) => !filter.test(entry) } : filter;
}

function idCondition(collection: Collection, operator: string, values: string[]): Filter {
  const ids = new Set(values);
  if (operator.startsWith("!")) return { test: (entry) => !ids.has(entry.doc.id) };
  const candidates = values.flatMap((id) => collection.byId.get(id)?.num ?? []);
  return { test: (entry) => ids.has(entry.doc.id), candidates };
}

function numberCondition(field: Field, type: string, operator: string, values: string[]): Filter {
  const tests = values.map((value) => numberTest(field, type, operator, value));
  return {
    test: ({ doc }) => {
      const found = [fieldValue(doc, field.name) ?? []].flat() as number[];
      return found.some((number) => tests.some((test) => test(number)));
    },
  };
}

function numberTest(field: Field, type: string, operator: string, text: string): (value: number) => boolean {
  const number = (given: string): number => {
    const value = Number(given);
    if (given.trim() !== "" && Number.isFinite(value) && (type === "float" || Number.isInteger(value))) return value;
    throw badRequest(`Error with filter field \`${field.name}\`: Not ${type === "float" ? "a float" : `an ${type}`}.`);
  };
  const range = /^(-?[\d.]+?)\s*\.\.\s*(-?[\d.]+)$/.exec(text);
  if (range) {
    const [from, to] = [number(range[1] ?? ""), number(range[2] ?? "")];
    return (value) => value >= from && value <= to;
  }
  const own = /^(>=|<=|>|<|=)?(.*)$/.exec(text);
  const bound = number(own?.[2] ?? "");
  switch (own?.[1] ?? operator) {
    case ">":
      return (value) => value > bound;
    case ">=":
      return (value) => value >= bound;
    case "<":
      return (value) => value < bound;
    case "<=":
      return (value) => value <= bound;
    default:
      return (value) => value === bound;
  }
}

function boolCondition(field: Field, values: string[]): Filter {
  if (values.some((value) => value !== "true" && value !== "false")) {
    throw badRequest(`Error with filter field \`${field.name}\`: Must be \`true\` or \`false\`.`);
  }
  return {
    test: ({ doc }) => [fieldValue(doc, field.name) ?? []].flat().some((value) => values.includes(String(value))),
  };
}

function textCondition(collection: Collection, field: Field, operator: string, values: string[]): Filter {
  const { tokenize } = collection;
  if (operator !== "" && operator !== "=")
    throw badRequest(`Error with filter field \`${field.name}\`: Invalid comparator for a string.`);
  const keys = values.map((value) => ({ key: exactKey(tokenize, value), prefix: value.endsWith("*") }));
  const whole = operator === "=" && keys.every(({ prefix }) => !prefix);
  if (whole && field.facet) {
    const lists = keys.map(({ key }) => collection.withValue(field.name, key) ?? []);
    const candidates = lists.length === 1 ? (lists[0] ?? []) : [...new Set(lists.flat())];
    const numbers = new Set(candidates);
    return { test: (entry) => numbers.has(entry.num), candidates };
  }
  return {
    test: ({ doc }) =>
      collection.texts(doc, field.name).some((text) => {
        const found = ` ${exactKey(tokenize, text)}${operator === "=" ? "" : " "}`;
        return keys.some(({ key, prefix }) => {
          if (operator === "=") return prefix ? found.startsWith(` ${key}`) : found === ` ${key}`;
          return found.includes(prefix ? ` ${key}` : ` ${key} `);
        });
      }),
  };
}

function unparsable(): Error {
  return badRequest("Could not parse the filter query.");
}
