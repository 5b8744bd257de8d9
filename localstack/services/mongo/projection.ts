import { mingo } from "./engine.ts";
import { MongoFailure, notImplemented } from "./failure.ts";
import { retype } from "./retype.ts";
import { decode, decodeTyped, encode, type Row } from "./rows.ts";
import { sliceAt, splitSlices } from "./slice.ts";
import { type Doc, isDoc } from "./values.ts";
import { refuseWide } from "./wide.ts";

/** Paths as a tree: true where a projection names a field itself. */
interface Tree {
  [field: string]: Tree | true;
}

/** Applies a projection to stored rows; one without expressions keeps every value as it was stored. */
export function project(rows: Row[], projection: Doc): Uint8Array[] {
  const { slices, rest } = splitSlices(projection);
  const docs = rows.map((row) =>
    slices.reduce((doc, { path, cut }) => sliceAt(doc, path, cut) as Doc, decodeTyped(row.raw)),
  );
  const plain = plainProjection(rest);
  if (plain) return docs.map((doc) => encode(plain(doc)));
  const positional = Object.keys(rest).find((path) => path.endsWith(".$"));
  if (positional) throw notImplemented(`positional projection is not supported by this server: ${positional}`);
  const shown = docs.map((doc) => decode(encode(doc)));
  refuseWide(shown);
  const shaped = mingo().find<Doc>(shown, {}, rest, { scriptEnabled: false }).all();
  return shaped.map((doc, index) => encode(idFirst(retype(doc, docs[index]) as Doc)));
}

function idFirst({ _id, ...rest }: Doc): Doc {
  return _id === undefined ? rest : { _id, ...rest };
}

/**
 * The function of a projection made only of ones and zeros; undefined when it has expressions.
 * @throws MongoFailure 31253, 31254 when inclusion and exclusion are mixed
 */
export function plainProjection(projection: Doc): ((doc: Doc) => Doc) | undefined {
  const flags = flagsOf(projection);
  if (!flags) return undefined;
  const named = flags.filter(({ path }) => path !== "_id");
  const idFlag = flags.find(({ path }) => path === "_id")?.wanted;
  const including = named[0]?.wanted ?? idFlag ?? false;
  const odd = named.find(({ wanted }) => wanted !== including);
  if (odd && including) {
    throw new MongoFailure(31254, "Location31254", `Cannot do exclusion on field ${odd.path} in inclusion projection`);
  }
  if (odd) {
    throw new MongoFailure(31253, "Location31253", `Cannot do inclusion on field ${odd.path} in exclusion projection`);
  }
  const tree = treeOf(named.map(({ path }) => path));
  if (including ? idFlag !== false : idFlag === false) tree["_id"] = true;
  return (doc) => (including ? keep(doc, tree) : omit(doc, tree));
}

function flagsOf(projection: Doc, prefix = ""): { path: string; wanted: boolean }[] | undefined {
  const flags: { path: string; wanted: boolean }[] = [];
  for (const [name, value] of Object.entries(projection)) {
    if (name.startsWith("$") || name.endsWith(".$")) return undefined;
    if (typeof value === "boolean" || typeof value === "number")
      flags.push({ path: prefix + name, wanted: Boolean(value) });
    else {
      const inner = isDoc(value) && Object.keys(value).length > 0 ? flagsOf(value, `${prefix}${name}.`) : undefined;
      if (!inner) return undefined;
      flags.push(...inner);
    }
  }
  return flags;
}

function treeOf(paths: string[]): Tree {
  const root: Tree = {};
  for (const path of paths) {
    const fields = path.split(".");
    const last = fields.pop() ?? "";
    let at = root;
    for (const field of fields) {
      const next = at[field] ?? {};
      if (next === true) throw collision(path);
      at[field] = next;
      at = next;
    }
    if (at[last]) throw collision(path);
    at[last] = true;
  }
  return root;
}

function collision(path: string): MongoFailure {
  return new MongoFailure(31249, "Location31249", `Path collision at ${path}`);
}

function keep(doc: Doc, tree: Tree): Doc {
  const kept: Doc = {};
  for (const [field, value] of Object.entries(doc)) {
    const branch = Object.hasOwn(tree, field) ? tree[field] : undefined;
    if (branch === true) kept[field] = value;
    else if (branch && isDoc(value)) kept[field] = keep(value, branch);
    else if (branch && Array.isArray(value)) kept[field] = keepItems(value, branch);
  }
  return kept;
}

function keepItems(items: unknown[], tree: Tree): unknown[] {
  return items.flatMap((item): unknown[] => {
    if (Array.isArray(item)) return [keepItems(item, tree)];
    return isDoc(item) ? [keep(item, tree)] : [];
  });
}

function omit(doc: Doc, tree: Tree): Doc {
  const kept: Doc = {};
  for (const [field, value] of Object.entries(doc)) {
    const branch = Object.hasOwn(tree, field) ? tree[field] : undefined;
    if (branch !== true) kept[field] = branch ? omitInside(value, branch) : value;
  }
  return kept;
}

function omitInside(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map((item) => omitInside(item, tree));
  return isDoc(value) ? omit(value, tree) : value;
}
