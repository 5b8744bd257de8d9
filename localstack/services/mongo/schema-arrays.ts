import { type Keyword, plain, subSchema } from "./schema-check.ts";
import { type Doc, isDoc, keyOf } from "./values.ts";

const lengthReason = "array did not match specified length";

/** Keywords about the items of an array; other values pass. */
export const arrayKeywords: Record<string, Keyword> = {
  minItems: plain("minItems", lengthReason, (value, least) => !Array.isArray(value) || value.length >= Number(least)),
  maxItems: plain("maxItems", lengthReason, (value, most) => !Array.isArray(value) || value.length <= Number(most)),

  uniqueItems: (operand) => (value) => {
    if (operand !== true || !Array.isArray(value)) return [];
    const seen = new Set<string>();
    const duplicatedValue = value.find((item) => {
      const key = keyOf(item);
      if (seen.has(key)) return true;
      seen.add(key);
      return false;
    });
    if (seen.size === value.length) return [];
    const specifiedAs = { uniqueItems: true };
    const reason = "found a duplicate item";
    return [{ operatorName: "uniqueItems", specifiedAs, reason, consideredValue: value, duplicatedValue }];
  },

  items: (operand, schema, inner) => {
    const places = Array.isArray(operand) ? operand.map((item) => inner(subSchema("items", item))) : [];
    const every = Array.isArray(operand) ? undefined : inner(subSchema("items", operand));
    const additional = isDoc(schema["additionalItems"]) ? inner(schema["additionalItems"]) : undefined;
    const closed = Array.isArray(operand) && schema["additionalItems"] === false;
    return (value): Doc[] => {
      if (!Array.isArray(value)) return [];
      if (closed && value.length > places.length) {
        const specifiedAs = { additionalItems: false };
        return [{ operatorName: "additionalItems", specifiedAs, additionalItems: value.slice(places.length) }];
      }
      for (const [itemIndex, item] of value.entries()) {
        const details = (every ?? places[itemIndex] ?? additional)?.(item) ?? [];
        if (details.length === 0) continue;
        return [
          { operatorName: "items", reason: "At least one item did not match the sub-schema", itemIndex, details },
        ];
      }
      return [];
    };
  },
};
