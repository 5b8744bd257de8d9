import { isIP } from "node:net";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import ipaddr from "ipaddr.js";
import { LRUCache } from "lru-cache";

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
    .filter((part) => isIP(part) !== 0);
  const outside = forwarded.findLast((address) => !isNear(address)) ?? forwarded[0];
  return outside ? plain(outside) : peer && plain(peer);
}

/** The country a request comes from, as the network's edge tells it; believed only where a forwarded address is. */
export function countryOf(c: Context): string | undefined {
  const peer = peerOf(c);
  const told = c.req.header("cloudfront-viewer-country") ?? "";
  return (!peer || isNear(peer)) && /^[A-Z]{2}$/.test(told) ? told : undefined;
}

const nearRanges = ["loopback", "private", "uniqueLocal", "linkLocal", "carrierGradeNat"];
// The same few proxies and callers come again and again.
const known = new LRUCache<string, { plain: string; isNear: boolean }>({ max: 5_000 });

function parsed(address: string): { plain: string; isNear: boolean } {
  const seen = known.get(address);
  if (seen) return seen;
  const read = ipaddr.process(address);
  const facts = { plain: read.toString(), isNear: nearRanges.includes(read.range()) };
  known.set(address, facts);
  return facts;
}

// Of an address that was mapped into IPv6, the one that people write.
const plain = (address: string): string => parsed(address).plain;
const isNear = (address: string): boolean => parsed(address).isNear;

// No socket is visible on Lambda, behind its router.
function peerOf(c: Context): string | undefined {
  try {
    const { address } = getConnInfo(c).remote;
    return address && isIP(address) !== 0 ? address : undefined;
  } catch {
    return undefined;
  }
}
