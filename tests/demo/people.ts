import { memberships } from "#localstack/demo/people.ts";
import type { ClientCard } from "#schema/dashboard.ts";
import { Client } from "./client.ts";

/** Everyone who takes part in one client's work, signed in. The reviewers work inside that client. */
export interface Cast {
  tenantId: string;
  slug: string;
  name: string;
  /** Asks for content. */
  member: Client;
  /** Reviewer of the agency who edits; may not approve the own edit. */
  editor: Client;
  /** Reviewer of the agency who approves. */
  reviewer: Client;
  /** Approver of the client. */
  approver: Client;
}

export interface Agency {
  editor: Client;
  reviewer: Client;
  /** Clients both reviewers work for. */
  clients: ClientCard[];
}

const editorEmail = "ines@northlight.test";
const reviewerEmail = "tom@northlight.test";

/** Signs the two reviewers of the agency in and lists the clients assigned to both. */
export async function signInAgency(apiUrl: string, password: string): Promise<Agency> {
  const [editor, reviewer] = await Promise.all([
    Client.signIn(apiUrl, { email: editorEmail, password, app: "dm-portal" }),
    Client.signIn(apiUrl, { email: reviewerEmail, password, app: "dm-portal" }),
  ]);
  const [first, second] = await Promise.all([
    editor.get<{ items: ClientCard[] }>("/dm/v1/clients"),
    reviewer.get<{ items: ClientCard[] }>("/dm/v1/clients"),
  ]);
  const shared = new Set(second.items.map(({ id }) => id));
  return { editor, reviewer, clients: first.items.filter(({ id }) => shared.has(id)) };
}

/** Signs the two people of a client in and puts the reviewers to work there. */
export async function castOf(
  agency: Agency,
  client: ClientCard,
  place: { apiUrl: string; password: string },
): Promise<Cast> {
  const signIn = (role: "member" | "reviewer") => {
    const account = { email: emailOf(client.slug, role), password: place.password, app: "dashboard" as const };
    return Client.signIn(place.apiUrl, account);
  };
  const [member, approver] = await Promise.all([signIn("member"), signIn("reviewer")]);
  const { id: tenantId, slug, name } = client;
  return {
    tenantId,
    slug,
    name,
    member,
    approver,
    editor: agency.editor.at(tenantId),
    reviewer: agency.reviewer.at(tenantId),
  };
}

/** True when a client of this name has the two people a walk through the loop needs. */
export function hasPeople(slug: string): boolean {
  return slug.startsWith("load-") || (known(slug, "member") !== undefined && known(slug, "reviewer") !== undefined);
}

function emailOf(slug: string, role: "member" | "reviewer"): string {
  return known(slug, role) ?? `${role}@${slug}.test`;
}

function known(slug: string, role: "member" | "reviewer"): string | undefined {
  return memberships.find((row) => row.tenantSlug === slug && row.side === "client" && row.role === role)?.email;
}
