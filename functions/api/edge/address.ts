import { isIP } from "node:net";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import { getConnInfo as urlConnInfo } from "hono/aws-lambda";
import ipaddr from "ipaddr.js";
import { LRUCache } from "lru-cache";
import { viewerAddressHeader } from "#schema/surfaces.ts";

/**
 * The address a request comes from. On Lambda the router says it; without that it is who called the function's URL. Elsewhere proxies
 * append to `X-Forwarded-For`, callers may have written anything before that: read from the right, the first address that is not one
 * of our own network counts. From a peer that is not near the header is not believed.
 */
export function addressOf(c: Context): string | undefined {
  const peer = peerOf(c);
  const viewer = isFunctionUrl(c) ? (c.req.header(viewerAddressHeader) ?? "") : "";
  if (isIP(viewer) !== 0 && peer && !isNear(peer)) return plain(viewer);
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
  return (!peer || isNear(peer) || isFunctionUrl(c)) && /^[A-Z]{2}$/.test(told) ? told : undefined;
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

const isFunctionUrl = (c: Context): boolean => c.env?.requestContext !== undefined;

function peerOf(c: Context): string | undefined {
  try {
    const { address } = (isFunctionUrl(c) ? urlConnInfo(c) : getConnInfo(c)).remote;
    return address && isIP(address) !== 0 ? address : undefined;
  } catch {
    return undefined;
  }
}
