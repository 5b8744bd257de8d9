import { parse } from "tldts";

/**
 * The registrable domain that a host or address is of, e.g. `acme.co.uk` for `https://blog.acme.co.uk/a`; the host itself where it has
 * none. Sites on a host that rents out names below its own are sites of their own.
 */
export function siteOf(host: string): string {
  const { domain, hostname } = parse(host, { allowPrivateDomains: true });
  return domain ?? hostname ?? host.trim().toLowerCase();
}

/** The host of an address, without the `www.` before it. @throws TypeError for what is no address */
export function hostOf(url: string): string {
  return new URL(url).hostname.toLowerCase().replace(/^www\./, "");
}
