export { create, deactivate, edit, endAllSessions, reactivate, resetPassword, resetTotp } from "./admin.ts";
export {
  announce,
  findByEmail,
  grantApp,
  insert,
  type NewUser,
  sendWelcome,
  setFirstPassword,
  taken,
} from "./insert.ts";
export { get, list } from "./read.ts";
export { differing, locked, record, shutOut } from "./row.ts";
