const inClient = /^\/t\/([^/]+)(\/.*)?$/;
const fromFirstId = /\/(?:files\/)?[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}.*$/;

/** The client named by an address of the portal, or null on pages about all clients. */
export function clientOf(pathname: string): string | null {
  return inClient.exec(pathname)?.[1] ?? null;
}

/** Where switching to a client leads: the same screen of that client, or the list it belongs to. */
export function samePlace(pathname: string, tenantId: string): string {
  const rest = inClient.exec(pathname)?.[2] ?? "";
  return `/t/${tenantId}${rest.replace(fromFirstId, "")}`;
}
