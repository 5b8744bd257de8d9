import { accountConcurrency, unreservedMin } from "./concurrency.ts";
import { containersUpTo, natInstancesUpTo, perSecondAtPeak } from "./fleet.ts";
import { hoursPerMonth } from "./load.ts";
import { type Bill, streamsOnContainers } from "./model.ts";
import { monthOf } from "./month.ts";
import { costOf } from "./prices.ts";

export interface Change {
  what: string;
  /** A month; null where it is not money that asks for it. */
  savesUsd: number | null;
}

/** Connections one node of ElastiCache takes. */
const redisConnections = 65_000;
/** What a function that streams keeps: commands, and a reader that blocks. */
const redisPerStream = 2;

/** What would be built otherwise at a size: by the money it saves, or by the limit that would be met. */
export function changesAt(bill: Bill): Change[] {
  const { tenants } = bill;
  const month = monthOf(tenants);
  const streams = bill.lines.find(({ item }) => item.startsWith("live streams"))?.usd ?? 0;
  const containers = streamsOnContainers(month);
  const held = perSecondAtPeak(month.streamSeconds + month.abandonedSeconds);
  return [
    {
      what: `live streams (${Math.round(held).toLocaleString("en-US")} functions held at the peak) from ${containers.tasks} tasks beside the gateway`,
      savesUsd: streams - containers.usd,
    },
    ...limitsAt(tenants, held),
    {
      what: "prompt caching, if system text and client's context (4,000 tokens a run) were always found cached",
      savesUsd: cachingSaves(month.runs),
    },
  ];
}

function limitsAt(tenants: number, held: number): Change[] {
  const met: [boolean, string][] = [
    [
      held > accountConcurrency - unreservedMin,
      "more concurrency of the account asked for, or streams off Lambda: they alone exceed it",
    ],
    [
      held * redisPerStream > redisConnections,
      "streams off Lambda also because their connections exceed what one Redis takes",
    ],
    [tenants > containersUpTo, "managed MongoDB, Typesense and Qdrant: one container each would be too small"],
    [
      tenants > natInstancesUpTo,
      `managed NAT gateways; an interface endpoint for a service once ${endpointPaysFromGb()} GB a month go to it`,
    ],
    [tenants >= 10_000, "Postgres split by tenant (the key begins with it), queues split over Redis by prefix"],
  ];
  return met.flatMap(([isMet, what]) => (isMet ? [{ what, savesUsd: null }] : []));
}

/** An endpoint stands in two zones; each of its GB costs less than one through a gateway. */
function endpointPaysFromGb(): number {
  const standing = costOf("endpointHour", 2 * hoursPerMonth);
  return Math.ceil(standing / (costOf("natGatewayGb", 1) - costOf("endpointGb", 1)));
}

const cacheableTokens = 4_000;
// Cached input costs a tenth.
const cachedShare = 0.9;

function cachingSaves({ critic, chat, ...drafts }: ReturnType<typeof monthOf>["runs"]): number {
  const standard = Object.values(drafts).reduce((sum, count) => sum + count, 0);
  return (
    cachedShare * (costOf("standardInput", standard * cacheableTokens) + costOf("cheapInput", critic * cacheableTokens))
  );
}
