type Schema = Record<string, unknown>;

const words = "A short sample sentence made by the local simulator. ";
const formats: Record<string, string> = {
  date: "2026-01-15",
  "date-time": "2026-01-15T09:00:00Z",
  email: "someone@example.com",
  uri: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
  time: "09:00:00Z",
};

/** The smallest value that fits a JSON schema: required fields only, first choice of each union. Patterns are not tried. */
export function sampleOf(schema: Schema, root: Schema = schema): unknown {
  if (typeof schema["$ref"] === "string") return sampleOf(resolve(schema["$ref"], root), root);
  if ("const" in schema) return schema["const"];
  if ("default" in schema) return schema["default"];
  const choices = schema["enum"] ?? schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(choices)) return "enum" in schema ? choices[0] : sampleOf(asSchema(choices[0]), root);
  if (Array.isArray(schema["allOf"])) {
    return Object.assign({}, ...schema["allOf"].map((part) => sampleOf(asSchema(part), root)));
  }
  const type = Array.isArray(schema["type"]) ? schema["type"][0] : schema["type"];
  if (type === "array") return sampleArray(schema, root);
  if (type === "string") return sampleText(schema);
  if (type === "number" || type === "integer") return sampleNumber(schema);
  if (type === "boolean") return true;
  return type === "null" ? null : sampleObject(schema, root);
}

function sampleObject(schema: Schema, root: Schema): Schema {
  const properties = asSchema(schema["properties"]);
  const required = Array.isArray(schema["required"]) ? schema["required"] : Object.keys(properties);
  return Object.fromEntries(required.map((name) => [name, sampleOf(asSchema(properties[name]), root)]));
}

function sampleArray(schema: Schema, root: Schema): unknown[] {
  if (Array.isArray(schema["items"])) return schema["items"].map((item) => sampleOf(asSchema(item), root));
  const item = sampleOf(asSchema(schema["items"]), root);
  return Array.from({ length: bound(schema, "minItems", 1) }, () => item);
}

function sampleText(schema: Schema): string {
  if (typeof schema["format"] === "string" && formats[schema["format"]]) return formats[schema["format"]] ?? "";
  const length = Math.max(
    bound(schema, "minLength", 0),
    Math.min(words.length - 1, bound(schema, "maxLength", words.length)),
  );
  return words.repeat(Math.ceil(length / words.length)).slice(0, length);
}

function sampleNumber(schema: Schema): number {
  const above = schema["exclusiveMinimum"];
  const least = typeof above === "number" ? above + 1 : bound(schema, "minimum", 1);
  return Math.min(Math.max(least, Math.min(1, least)), bound(schema, "maximum", Math.max(1, least)));
}

function bound(schema: Schema, name: string, fallback: number): number {
  const value = schema[name];
  return typeof value === "number" ? value : fallback;
}

/** A pointer inside the same document; anything else gives an empty schema. */
function resolve(ref: string, root: Schema): Schema {
  const steps = ref.replace(/^#\/?/, "").split("/").filter(Boolean);
  return steps.reduce<Schema>((at, step) => asSchema(at[step]), root);
}

function asSchema(value: unknown): Schema {
  return typeof value === "object" && value !== null ? (value as Schema) : {};
}
