import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import ipaddr from "ipaddr.js";

/**
 * The address a request comes from. Proxies append to `X-Forwarded-For`, callers may have written anything before that: read
 * from the right, the first address that is not one of our own network counts. Without a near peer the header is not believed.
 */
export function addressOf(c: Context): string | undefined {
  const peer = peerOf(c);
  if (peer && !isNear(peer)) return plain(peer);
  const forwarded = (c.req.header("x-forwarded-for") ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => ipaddr.isValid(part));
  const outside = forwarded.findLast((address) => !isNear(address)) ?? forwarded[0];
  return outside ? plain(outside) : peer && plain(peer);
}

/** The country a request comes from, as the network's edge tells it; believed only where a forwarded address is. */
export function countryOf(c: Context): string | undefined {
  const peer = peerOf(c);
  const told = c.req.header("cloudfront-viewer-country") ?? "";
  return (!peer || isNear(peer)) && /^[A-Z]{2}$/.test(told) ? told : undefined;
}

// Of an address that was mapped into IPv6, the one that people write.
function plain(address: string): string {
  return ipaddr.process(address).toString();
}

function isNear(address: string): boolean {
  return ["loopback", "private", "uniqueLocal", "linkLocal", "carrierGradeNat"].includes(
    ipaddr.process(address).range(),
  );
}

// No socket is visible on Lambda, behind its router.
function peerOf(c: Context): string | undefined {
  try {
    const { address } = getConnInfo(c).remote;
    return address && ipaddr.isValid(address) ? address : undefined;
  } catch {
    return undefined;
  }
}
