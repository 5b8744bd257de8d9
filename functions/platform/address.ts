import { type LookupAddress, lookup } from "node:dns";
import { lookup as resolve } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { AppError } from "#schema/errors.ts";

/** The address is not http(s), or not one of the public internet. Nothing was sent. */
export class UnsafeAddressError extends AppError {
  constructor(address: string, why: string) {
    super("address.unsafe_address", `${address} cannot be used: ${why}. Give a public http or https address.`);
    this.name = "UnsafeAddressError";
  }
}

export interface CheckedUrl {
  url: URL;
  /** Without the brackets of IPv6. */
  host: string;
  allowed: boolean;
}

/** Throws UnsafeAddressError unless the URL is http(s) and resolves to public addresses only. For doors that store a URL. */
export async function assertSafeUrl(url: string | URL, allowHosts: readonly string[] = []): Promise<void> {
  const parsed = checkUrl(url, allowHosts);
  if (parsed.allowed) return;
  const found = await resolve(parsed.host, { all: true }).catch(() => {
    throw new UnsafeAddressError(parsed.host, "the name does not resolve");
  });
  refusePrivate(parsed.host, found);
}

/**
 * The parts of a URL that decide whether it may be called. `allowed` means that OUTBOUND_ALLOW or the call's own list names
 * its host and port, so that where it leads is not judged. Throws UnsafeAddressError.
 */
export function checkUrl(given: string | URL, allowHosts: readonly string[]): CheckedUrl {
  const url = URL.canParse(given.toString()) ? new URL(given) : undefined;
  if (!url) throw new UnsafeAddressError(given.toString(), "it is not a complete address");
  if (!/^https?:$/.test(url.protocol)) throw new UnsafeAddressError(url.protocol, "it is not http(s)");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const listed = (process.env["OUTBOUND_ALLOW"] ?? "").split(",").map((entry) => entry.trim());
  const allowed = [...listed, ...allowHosts].includes(`${url.hostname}:${port}`);
  if (!allowed && ipaddr.isValid(host)) refusePrivate(host, [{ address: host, family: 4 }]);
  return { url, host, allowed };
}

/** One unsafe address among several is enough to refuse the name: which one is dialled is not ours to choose. */
function refusePrivate(host: string, addresses: LookupAddress[]): void {
  for (const { address } of addresses) {
    const range = ipaddr.process(address).range();
    if (range !== "unicast") throw new UnsafeAddressError(host, `it leads to a ${range} address`);
  }
}

/** Throws `privacy.local_only` unless a host that is an address is one of this machine or its private network; names are judged when dialled. */
export function refuseOutside(host: string): void {
  if (ipaddr.isValid(host)) demandInside(host, [{ address: host, family: 4 }]);
}

/** Whether a name or address leads nowhere but to this machine and its private network, as far as can be told now. */
export async function leadsInside(host: string): Promise<boolean> {
  const found = await resolve(host, { all: true }).catch(() => []);
  return found.length > 0 && found.every(({ address }) => isInside(address));
}

function isInside(address: string): boolean {
  return ["loopback", "private", "uniqueLocal"].includes(ipaddr.process(address).range());
}

function demandInside(host: string, addresses: LookupAddress[]): void {
  if (addresses.every(({ address }) => isInside(address))) return;
  throw new AppError("privacy.local_only", `This client's data stays here; ${host} is an address outside.`);
}

/** Node's name look-up, failing for names that lead anywhere else than to the public internet. */
export const guardedLookup = lookupThat(refusePrivate);

/** The same, failing for names that lead anywhere else than to this machine and its private network. */
export const insideLookup = lookupThat(demandInside);

function lookupThat(demand: (host: string, addresses: LookupAddress[]) => void): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return callback(error ?? new Error(`${hostname} has no address`), "");
      try {
        demand(hostname, addresses);
      } catch (refused) {
        return callback(refused as Error, "");
      }
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}
