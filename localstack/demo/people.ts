import type { AppName, Side, TenantRole, UserRole } from "#schema/roles.ts";

/** A person of the demo. `role` is the role on the platform; what someone may do inside a tenant is in the membership. */
export type DemoPerson = {
  email: string;
  firstName: string;
  lastName: string;
  role: UserRole;
  appAccess: readonly AppName[];
  timezone: string;
  jobTitle: string;
};

export type DemoMembership = { tenantSlug: string; email: string; side: Side; role: TenantRole };

const chicago = "America/Chicago";
const agencyPeople: readonly DemoPerson[] = [
  {
    email: "maya@northlight.test",
    firstName: "Maya",
    lastName: "Lindqvist",
    role: "super_admin",
    appAccess: ["manage", "dm-portal"],
    timezone: chicago,
    jobTitle: "Managing director, Northlight Digital",
  },
  {
    email: "jonas@northlight.test",
    firstName: "Jonas",
    lastName: "Okafor",
    role: "admin",
    appAccess: ["dm-portal"],
    timezone: chicago,
    jobTitle: "Head of digital marketing",
  },
  {
    email: "ines@northlight.test",
    firstName: "Ines",
    lastName: "Duarte",
    role: "reviewer",
    appAccess: ["dm-portal"],
    timezone: "Europe/Lisbon",
    jobTitle: "Senior content reviewer",
  },
  {
    email: "tom@northlight.test",
    firstName: "Tom",
    lastName: "Baxter",
    role: "reviewer",
    appAccess: ["dm-portal"],
    timezone: chicago,
    jobTitle: "Content reviewer",
  },
];

const clientPeople: readonly DemoPerson[] = [
  client("clara@harborpine.test", "Clara", "Voss", "America/Los_Angeles", "Managing director"),
  client("ben@harborpine.test", "Ben", "Ito", "America/Los_Angeles", "Head of coffee"),
  client("rosa@harborpine.test", "Rosa", "Keller", "America/Los_Angeles", "Marketing and customer desk"),
  client("dana@solvane.test", "Dana", "Whitlock", "America/Denver", "Managing director"),
  client("omar@solvane.test", "Omar", "Reyes", "America/Denver", "Head of installation"),
  client("lily@solvane.test", "Lily", "Chen", "America/Denver", "Marketing and customer education"),
  client("paul@quillbrook.test", "Paul", "Brandt", "Europe/London", "Practice owner"),
  client("nora@brandt.test", "Nora", "Brandt", "Europe/London", "Marketing consultant of two clients"),
];

/** Everyone of the demo. Passwords are made by the seed. */
export const people: readonly DemoPerson[] = [...agencyPeople, ...clientPeople];

/** Who belongs to which tenant. The super admin needs no membership. */
export const memberships: readonly DemoMembership[] = [
  { tenantSlug: "harbor-pine", email: "clara@harborpine.test", side: "client", role: "admin" },
  { tenantSlug: "harbor-pine", email: "ben@harborpine.test", side: "client", role: "reviewer" },
  { tenantSlug: "harbor-pine", email: "rosa@harborpine.test", side: "client", role: "member" },
  { tenantSlug: "harbor-pine", email: "jonas@northlight.test", side: "agency", role: "admin" },
  { tenantSlug: "harbor-pine", email: "ines@northlight.test", side: "agency", role: "reviewer" },
  { tenantSlug: "harbor-pine", email: "tom@northlight.test", side: "agency", role: "reviewer" },
  { tenantSlug: "solvane", email: "dana@solvane.test", side: "client", role: "admin" },
  { tenantSlug: "solvane", email: "omar@solvane.test", side: "client", role: "reviewer" },
  { tenantSlug: "solvane", email: "lily@solvane.test", side: "client", role: "member" },
  { tenantSlug: "solvane", email: "nora@brandt.test", side: "client", role: "member" },
  { tenantSlug: "solvane", email: "jonas@northlight.test", side: "agency", role: "admin" },
  { tenantSlug: "solvane", email: "ines@northlight.test", side: "agency", role: "reviewer" },
  { tenantSlug: "solvane", email: "tom@northlight.test", side: "agency", role: "reviewer" },
  { tenantSlug: "quillbrook", email: "paul@quillbrook.test", side: "client", role: "admin" },
  { tenantSlug: "quillbrook", email: "nora@brandt.test", side: "client", role: "member" },
  { tenantSlug: "quillbrook", email: "jonas@northlight.test", side: "agency", role: "admin" },
  { tenantSlug: "quillbrook", email: "ines@northlight.test", side: "agency", role: "reviewer" },
];

function client(email: string, firstName: string, lastName: string, timezone: string, jobTitle: string): DemoPerson {
  return { email, firstName, lastName, role: "member", appAccess: ["dashboard"], timezone, jobTitle };
}
