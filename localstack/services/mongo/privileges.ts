import type { Doc } from "./values.ts";

/** Where a privilege holds: one collection, all of a database (`collection: ""`), of every database (`db: ""`), or everything. */
export interface Resource extends Doc {
  db?: string;
  collection?: string;
  cluster?: boolean;
  anyResource?: boolean;
}

/** What a user may do somewhere. */
export interface Privilege extends Doc {
  resource: Resource;
  actions: string[];
}

const read = ["find", "listIndexes", "listCollections", "killCursors", "collStats", "dbStats"];
const write = ["insert", "update", "remove", "createCollection", "dropCollection", "createIndex", "dropIndex"];
const administer = ["collMod", "dropDatabase", "createCollection", "dropCollection", "createIndex", "dropIndex"];
const manageUsers = [
  "createUser",
  "dropUser",
  "createRole",
  "dropRole",
  "grantRole",
  "revokeRole",
  "viewUser",
  "viewRole",
];

const databaseRoles: Record<string, string[]> = {
  read,
  readWrite: [...read, ...write, "changeStream"],
  dbAdmin: [...administer, "listIndexes", "listCollections", "collStats", "dbStats"],
  userAdmin: [...manageUsers, "changePassword"],
  dbOwner: [...read, ...write, ...administer, ...manageUsers, "changePassword"],
};

/** Every action a privilege may name. */
export const actions: ReadonlySet<string> = new Set([...Object.values(databaseRoles).flat(), "listDatabases"]);

/** The privileges of a built-in role; undefined when there is none of that name. */
export function builtInRole(role: string, db: string): Privilege[] | undefined {
  const names = Object.hasOwn(databaseRoles, role) ? databaseRoles[role] : undefined;
  if (names) return [{ resource: { db, collection: "" }, actions: names }];
  if (db !== "admin") return undefined;
  if (role === "root" || role === "__system") return [{ resource: { anyResource: true }, actions: [...actions] }];
  const everywhere = /^(.+)AnyDatabase$/.exec(role)?.[1];
  const granted = everywhere && Object.hasOwn(databaseRoles, everywhere) ? databaseRoles[everywhere] : undefined;
  return granted ? [{ resource: { db: "", collection: "" }, actions: [...granted, "listDatabases"] }] : undefined;
}

/** True when one of the privileges allows the action there; an empty collection asks for the whole database. */
export function allows(privileges: readonly Privilege[], action: string, db: string, collection: string): boolean {
  return privileges.some(({ resource, actions: granted }) => {
    if (!granted.includes(action)) return false;
    if (resource.anyResource) return true;
    if (resource.db !== "" && resource.db !== db) return false;
    if (resource.collection === "") return !collection.startsWith("system.");
    return resource.collection === collection;
  });
}

type Needs = (fields: Doc) => string[];

const always =
  (...needed: string[]): Needs =>
  () =>
    needed;

/** The actions a command needs on its collection. */
const onCollection: Record<string, Needs> = {
  find: always("find"),
  aggregate: always("find"),
  count: always("find"),
  distinct: always("find"),
  insert: always("insert"),
  update: ({ updates }) => (hasUpsert(updates) ? ["update", "insert"] : ["update"]),
  delete: always("remove"),
  findAndModify: ({ remove, upsert }) =>
    remove === true ? ["find", "remove"] : upsert === true ? ["find", "update", "insert"] : ["find", "update"],
  create: always("createCollection"),
  collMod: always("collMod"),
  drop: always("dropCollection"),
  createIndexes: always("createIndex"),
  dropIndexes: always("dropIndex"),
  listIndexes: always("listIndexes"),
};

/** The actions a command needs on its database. */
const onDatabase: Record<string, Needs> = {
  dropDatabase: always("dropDatabase"),
  listCollections: always("listCollections"),
  createUser: always("createUser"),
  updateUser: always("changePassword", "grantRole"),
  dropUser: always("dropUser"),
  usersInfo: always("viewUser"),
  createRole: always("createRole", "grantRole"),
  updateRole: always("grantRole", "revokeRole"),
  dropRole: always("dropRole"),
};

/** True when the privileges suffice for a command. Commands of neither table need nothing but a login. */
export function mayRun(privileges: readonly Privilege[], name: string, fields: Doc, db: string): boolean {
  const target = name === "explain" ? ((fields["explain"] as Doc | undefined) ?? {}) : fields;
  const command = name === "explain" ? (Object.keys(target)[0] ?? "") : name;
  const collection = String(target[command]);
  const here = Object.hasOwn(onCollection, command) ? onCollection[command] : undefined;
  if (here) return here(target).every((action) => allows(privileges, action, db, collection));
  const whole = Object.hasOwn(onDatabase, command) ? onDatabase[command] : undefined;
  return whole?.(target).every((action) => allows(privileges, action, db, "")) ?? true;
}

function hasUpsert(updates: unknown): boolean {
  return Array.isArray(updates) && updates.some((update) => (update as Doc)["upsert"] === true);
}
