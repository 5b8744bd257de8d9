import { randomUUID } from "node:crypto";
import { UUID } from "bson";
import { MongoFailure } from "./failure.ts";
import { actions, builtInRole, type Privilege } from "./privileges.ts";
import { docOf } from "./rows.ts";
import { type Credentials, credentialsOf } from "./scram.ts";
import { rowOf, type Store } from "./store.ts";
import { type Doc, isDoc } from "./values.ts";

const USERS = "admin.system.users";
const ROLES = "admin.system.roles";

/** A role by its name and the database it belongs to. */
export interface RoleName extends Doc {
  role: string;
  db: string;
}

export interface User extends Doc {
  _id: string;
  user: string;
  db: string;
  credentials: { "SCRAM-SHA-256": Credentials };
  roles: RoleName[];
}

export interface Role extends Doc {
  _id: string;
  role: string;
  db: string;
  privileges: Privilege[];
  roles: RoleName[];
}

/** Users and roles, kept where a real server keeps them: in two collections of `admin`. */
export class Users {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Makes the user that may do everything, or gives it this password. */
  ensureRoot(user: string, password: string): void {
    const present = this.user(user, "admin");
    if (present && samePassword(present, password)) return;
    this.saveUser(newUser(user, "admin", password, [{ role: "root", db: "admin" }]));
    this.#store.commit();
  }

  user(name: string, db: string): User | undefined {
    return this.#get(USERS, `${db}.${name}`) as User | undefined;
  }

  role(name: string, db: string): Role | undefined {
    return this.#get(ROLES, `${db}.${name}`) as Role | undefined;
  }

  usersOf(db: string): User[] {
    return (this.#store.collection(USERS)?.find({ db }).rows ?? []).map((row) => docOf(row) as User);
  }

  saveUser(user: User): void {
    this.#save(USERS, user);
  }

  saveRole(role: Role): void {
    this.#save(ROLES, role);
  }

  removeUser(name: string, db: string): void {
    this.#remove(USERS, `${db}.${name}`);
  }

  removeRole(name: string, db: string): void {
    this.#remove(ROLES, `${db}.${name}`);
  }

  /** All privileges of these roles and of the roles they hold. */
  privilegesOf(roles: readonly RoleName[], seen = new Set<string>()): Privilege[] {
    return roles.flatMap(({ role, db }) => {
      const id = `${db}.${role}`;
      if (seen.has(id)) return [];
      seen.add(id);
      const own = this.role(role, db);
      return own ? [...own.privileges, ...this.privilegesOf(own.roles, seen)] : (builtInRole(role, db) ?? []);
    });
  }

  /** Roles as a command names them: by name, in its own database, or by name and database. @throws MongoFailure 31 for an unknown one */
  parseRoles(given: unknown, db: string): RoleName[] {
    if (!Array.isArray(given)) throw new MongoFailure(14, "TypeMismatch", "BSON field 'roles' must be an array");
    return given.map((item) => {
      const name = isDoc(item) ? { role: String(item["role"]), db: String(item["db"]) } : { role: String(item), db };
      if (this.role(name.role, name.db) || builtInRole(name.role, name.db)) return name;
      throw new MongoFailure(31, "RoleNotFound", `Could not find role: ${name.role}@${name.db}`);
    });
  }

  #get(ns: string, id: string): Doc | undefined {
    const row = this.#store.collection(ns)?.find({ _id: id }).rows[0];
    return row && docOf(row);
  }

  #save(ns: string, doc: Doc): void {
    const collection = this.#store.ensure(ns);
    const present = collection.find({ _id: doc["_id"] }).rows[0];
    this.#store.put(collection, rowOf(doc), present);
  }

  #remove(ns: string, id: string): void {
    const collection = this.#store.collection(ns);
    for (const row of collection?.find({ _id: id }).rows ?? []) if (collection) this.#store.remove(collection, row);
  }
}

/** A user with a password. */
export function newUser(user: string, db: string, password: string, roles: RoleName[]): User {
  return {
    _id: `${db}.${user}`,
    userId: new UUID(randomUUID()),
    user,
    db,
    credentials: { "SCRAM-SHA-256": credentialsOf(password) },
    roles,
  };
}

/** Privileges as a command gives them. @throws MongoFailure 9 for an unknown action or a resource without a place */
export function parsePrivileges(given: unknown): Privilege[] {
  if (!Array.isArray(given)) throw new MongoFailure(14, "TypeMismatch", "BSON field 'privileges' must be an array");
  return given.map((item) => {
    const { resource, actions: named } = item as Partial<Privilege>;
    if (!resource || !Array.isArray(named)) {
      throw new MongoFailure(9, "FailedToParse", "privilege must have a resource and actions");
    }
    const unknown = named.find((action) => !actions.has(action));
    if (unknown) throw new MongoFailure(9, "FailedToParse", `Unrecognized action privilege strings: ${unknown}`);
    return { resource, actions: named };
  });
}

function samePassword({ credentials }: User, password: string): boolean {
  const { salt, iterationCount, storedKey } = credentials["SCRAM-SHA-256"];
  return credentialsOf(password, Buffer.from(salt, "base64"), iterationCount).storedKey === storedKey;
}
