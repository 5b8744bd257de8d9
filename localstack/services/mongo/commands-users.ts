import type { Call, Handler } from "./call.ts";
import { MongoFailure } from "./failure.ts";
import { credentialsOf } from "./scram.ts";
import { newUser, parsePrivileges, type Role, type User } from "./users.ts";
import type { Doc } from "./values.ts";

/** Users and roles. */
export const userCommands: Record<string, Handler> = {
  createUser: ({ fields, db, server: { users } }) => {
    const name = String(fields["createUser"]);
    if (users.user(name, db)) throw new MongoFailure(51003, "Location51003", `User "${name}@${db}" already exists`);
    requireMechanism(fields);
    users.saveUser(
      newUser(
        name,
        db,
        text(fields, "createUser", "pwd"),
        users.parseRoles(required(fields, "createUser", "roles"), db),
      ),
    );
    return { ok: 1 };
  },

  updateUser: (call) => {
    const { fields, db, server } = call;
    const user = presentUser(call, "updateUser");
    requireMechanism(fields);
    const password = fields["pwd"] === undefined ? undefined : text(fields, "updateUser", "pwd");
    server.users.saveUser({
      ...user,
      ...(password === undefined ? {} : { credentials: { "SCRAM-SHA-256": credentialsOf(password) } }),
      ...(fields["roles"] === undefined ? {} : { roles: server.users.parseRoles(fields["roles"], db) }),
    });
    return { ok: 1 };
  },

  dropUser: (call) => {
    const { user, db } = presentUser(call, "dropUser");
    call.server.users.removeUser(user, db);
    return { ok: 1 };
  },

  usersInfo: ({ fields, db, server }) => {
    const asked = fields["usersInfo"];
    const users = server.users.usersOf(db).filter(({ user }) => asked === 1 || user === asked);
    return {
      users: users.map(({ credentials, ...shown }) => ({ ...shown, mechanisms: Object.keys(credentials) })),
      ok: 1,
    };
  },

  createRole: ({ fields, db, server: { users } }) => {
    const role = String(fields["createRole"]);
    if (users.role(role, db)) throw new MongoFailure(51002, "Location51002", `Role "${role}@${db}" already exists`);
    const privileges = parsePrivileges(required(fields, "createRole", "privileges"));
    const roles = users.parseRoles(required(fields, "createRole", "roles"), db);
    users.saveRole({ _id: `${db}.${role}`, role, db, privileges, roles });
    return { ok: 1 };
  },

  updateRole: (call) => {
    const { fields, db, server } = call;
    const role = presentRole(call, "updateRole");
    server.users.saveRole({
      ...role,
      ...(fields["privileges"] === undefined ? {} : { privileges: parsePrivileges(fields["privileges"]) }),
      ...(fields["roles"] === undefined ? {} : { roles: server.users.parseRoles(fields["roles"], db) }),
    });
    return { ok: 1 };
  },

  dropRole: (call) => {
    const { role, db } = presentRole(call, "dropRole");
    call.server.users.removeRole(role, db);
    return { ok: 1 };
  },
};

function presentUser({ fields, db, server }: Call, command: string): User {
  const name = String(fields[command]);
  const user = server.users.user(name, db);
  if (!user) throw new MongoFailure(11, "UserNotFound", `User '${name}@${db}' not found`);
  return user;
}

function presentRole({ fields, db, server }: Call, command: string): Role {
  const name = String(fields[command]);
  const role = server.users.role(name, db);
  if (!role) throw new MongoFailure(31, "RoleNotFound", `Role '${name}@${db}' not found`);
  return role;
}

function required(fields: Doc, command: string, field: string): unknown {
  const value = fields[field];
  if (value !== undefined) return value;
  const message = `BSON field '${command}.${field}' is missing but a required field`;
  throw new MongoFailure(40414, "IDLFailedToParse", message);
}

function text(fields: Doc, command: string, field: string): string {
  const value = required(fields, command, field);
  if (typeof value === "string" && value !== "") return value;
  throw new MongoFailure(50687, "Location50687", "Password cannot be empty");
}

function requireMechanism(fields: Doc): void {
  const given = fields["mechanisms"];
  if (given === undefined || (Array.isArray(given) && given.includes("SCRAM-SHA-256"))) return;
  throw new MongoFailure(2, "BadValue", "Only the mechanism SCRAM-SHA-256 is enabled");
}
