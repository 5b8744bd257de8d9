import { agentNames, type RunAgent, runAgents } from "#schema/agent.ts";
import { type QueueName, queueNames, queues } from "#schema/queues.ts";
import { schedules } from "#schema/schedules.ts";
import { surfaces } from "#schema/surfaces.ts";
import {
  draftsPerPiece,
  hoursPerMonth,
  jobs,
  people,
  type RunKindName,
  repairShare,
  runKinds,
  seconds,
  type Work,
  work,
} from "./load.ts";

/** Calls of functions in a month, and the memory they hold for how long. */
export interface Calls {
  count: number;
  gbSeconds: number;
}

/** Everything that so many tenants cause in a month. */
export interface Month {
  tenants: number;
  runs: Record<RunKindName, number>;
  requests: number;
  pageLoads: number;
  jobs: number;
  mails: number;
  /** Seconds that somebody reads a live stream, and those that Lambda goes on after the reader left. */
  streamSeconds: number;
  abandonedSeconds: number;
  calls: Record<"surfaces" | "streams" | "agents" | "workers" | "clocks" | "portals", Calls>;
}

const portalMemoryMb = 1_024;
const { live, ...answering } = surfaces;
const surfaceMemoryMb = Math.max(...Object.values(answering).map(({ memoryMb }) => memoryMb));

/** The month of one tenant times their number, and the clocks, which run once for all of them. */
export function monthOf(tenants: number): Month {
  const runs = runsOf(tenants);
  const requests = tenants * requestsPerTenant();
  const pageLoads = tenants * people.pageLoads;
  const streamSeconds = tenants * streamHoursPerTenant() * 3_600;
  const abandonedSeconds = tenants * tabsPerTenant * people.secondsAfterLeaving;
  const calls = {
    surfaces: held([[requests, seconds.request, surfaceMemoryMb]]),
    streams: streamCalls(tenants, streamSeconds + abandonedSeconds),
    agents: held([...byQueue(tenants, isAgent), ...otherAgents(tenants)]),
    workers: held(byQueue(tenants, (name) => !isAgent(name))),
    clocks: held(Object.values(schedules).map(({ cron, memoryMb }) => [timesAMonth(cron), seconds.clock, memoryMb])),
    portals: held([[pageLoads, seconds.page, portalMemoryMb]]),
  };
  return {
    tenants,
    runs,
    requests,
    pageLoads,
    jobs: calls.agents.count + calls.workers.count,
    mails: tenants * (jobs.mailsPerMonth + jobs.accountMailsPerMonth),
    streamSeconds,
    abandonedSeconds,
    calls,
  };
}

/** Pieces of work in a month of one tenant; a turn of a chat is none. */
const pieces = work.filter(({ kind }) => kind !== "chat").reduce((sum, { count }) => sum + count, 0);
const kinds = Object.keys(runKinds) as RunKindName[];

// A draft that goes back is written and criticised once more; a repair is another call of the same model.
function runsOf(tenants: number): Record<RunKindName, number> {
  const runs = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<RunKindName, number>;
  for (const piece of work) {
    runs[piece.kind] += tenants * runsFor(piece);
    if (piece.criticised) runs.critic += tenants * piece.count * draftsPerPiece;
  }
  return runs;
}

const runsFor = ({ count, criticised }: Work): number => count * (criticised ? draftsPerPiece : 1) * (1 + repairShare);

/** What one tenant brings to each queue in a month: calls, and the seconds one takes. A batch holds one job. */
export function callsOfQueues(): Record<QueueName, readonly [count: number, seconds: number]> {
  const routed = pieces * jobs.notificationsPerPiece;
  return {
    ...agentCalls(),
    // Super admins check adapters a few times a month, whoever the clients are.
    adapter__check: [0, seconds.notification],
    channel__sync: [jobs.channelSyncs, seconds.sync],
    // Every published piece, whatever its kind, counts here.
    publish__blog: [jobs.publishedPieces * jobs.stepsPerPublish, seconds.publish],
    publish__social: [0, seconds.publish],
    publish__gbp: [0, seconds.publish],
    publish__newsletter: [0, seconds.publish],
    publish__ads: [0, seconds.publish],
    rag__ingest: [jobs.ingestedFiles, seconds.ingest],
    notifications__route: [routed, seconds.notification],
    notifications__email: [jobs.mailsPerMonth, seconds.mail],
    notifications__account: [jobs.accountMailsPerMonth, seconds.mail],
    notifications__web: [routed * jobs.bellsPerNotification, seconds.notification],
    search__sync: [pieces * jobs.searchMarksPerPiece, seconds.search],
  };
}

function agentCalls(): Record<`agent__${RunAgent}`, readonly [count: number, seconds: number]> {
  const calls = runAgents.map((name) => {
    if (name === "tenant-web-crawler") return [`agent__${name}`, [jobs.crawls, seconds.crawl]];
    const made = jobs.media[name as keyof typeof jobs.media];
    if (made) return [`agent__${name}`, [made, seconds.media]];
    const own = work.filter(({ agent }) => agent === name);
    const kind = name === "content-critic" ? "critic" : (own[0]?.kind ?? "analysis");
    const count = name === "content-critic" ? runsOf(1).critic : own.reduce((sum, piece) => sum + runsFor(piece), 0);
    return [`agent__${name}`, [count, runKinds[kind].seconds]];
  });
  return Object.fromEntries(calls);
}

type Held = readonly [count: number, seconds: number, memoryMb: number];

const isAgent = (name: QueueName): boolean => name.startsWith("agent__");

function byQueue(tenants: number, wanted: (name: QueueName) => boolean): Held[] {
  const calls = callsOfQueues();
  return queueNames.filter(wanted).map((name) => {
    const [count, each] = calls[name];
    return [tenants * count, each, queues[name].memoryMb];
  });
}

// Work whose agents have no queue yet will need what the writers of texts need.
function otherAgents(tenants: number): Held[] {
  return work
    .filter(({ agent }) => !agentNames.some((name) => name === agent))
    .map((piece) => [tenants * runsFor(piece), runKinds[piece.kind].seconds, queues["agent__blog-writer"].memoryMb]);
}

function requestsPerTenant(): number {
  return (
    people.clientSessions * people.requestsPerClientSession +
    pieces * people.requestsPerReviewedPiece +
    people.requestsByLiveEvents +
    people.requestsByKeys
  );
}

const tabsPerTenant = people.clientSessions + people.reviewerTabs;

function streamHoursPerTenant(): number {
  return people.clientSessions * people.streamHoursPerClientSession + people.reviewerHours;
}

// A tab asks anew whenever its function's time is over.
function streamCalls(tenants: number, heldSeconds: number): Calls {
  return {
    count: tenants * tabsPerTenant + heldSeconds / (live.timeoutMs / 1_000),
    gbSeconds: heldSeconds * (live.memoryMb / 1_024),
  };
}

function held(calls: readonly Held[]): Calls {
  return {
    count: calls.reduce((sum, [count]) => sum + count, 0),
    gbSeconds: calls.reduce((sum, [count, each, memoryMb]) => sum + count * each * (memoryMb / 1_024), 0),
  };
}

/**
 * How often a cron expression comes in a month on EventBridge, whose finest grain is a minute: a sixth field in front, the
 * seconds, is left out. @throws for forms that name days of the month or week
 */
export function timesAMonth(cron: string): number {
  const [minute = "*", hour = "*", ...days] = cron.trim().split(/\s+/).slice(-5);
  if (days.some((field) => field !== "*")) throw new Error(`How often ${cron} comes is not known here.`);
  return countOf(minute, 60) * countOf(hour, 24) * (hoursPerMonth / 24);
}

function countOf(field: string, size: number): number {
  const [range = "", step] = field.split("/");
  return range === "*" ? Math.ceil(size / Number(step ?? 1)) : range.split(",").length;
}
