import { createHash } from "node:crypto";
import { type Graph, ofType } from "./graph.ts";

/** A request as CloudFront hands it to its functions. */
export interface EdgeRequest {
  host: string;
  uri: string;
  headers?: Record<string, string>;
}

/** What became of it: an answer at once, or where it is sent and as what. */
export interface EdgeOutcome {
  status?: number;
  location?: string;
  origin?: string;
  signed?: boolean;
  readTimeout?: number;
  uri?: string;
  headers: Record<string, string>;
}

type Values = Record<string, { value: string }>;
interface Origin {
  domainName: string;
  timeouts?: { readTimeout?: number };
  originAccessControlConfig?: { enabled: boolean };
}

/** The router's function as it would be deployed, with the routes that the stacks put into its store. */
export function edgeOf(graph: Graph): { bytes: number; request(request: EdgeRequest): Promise<EdgeOutcome> } {
  const code = ofType(graph, "aws:cloudfront/function:Function")
    .map(({ inputs }) => String(inputs["code"]))
    .join("\n");
  const store = storeOf(graph);
  let sent: Origin | undefined;
  const cf = {
    kvs: () => ({
      get: (key: string) =>
        store.has(key) ? Promise.resolve(store.get(key)) : Promise.reject(new Error("KeyNotFound")),
    }),
    updateRequestOrigin: (origin: Origin) => {
      sent = origin;
    },
  };
  const make = new Function(
    "cf",
    "require",
    `${code.replace(/^\s*import cf from "cloudfront";/m, "")}\nreturn handler;`,
  ) as (
    cf: unknown,
    require: unknown,
  ) => (event: unknown) => Promise<{ statusCode?: number; headers: Values; uri?: string }>;
  const handler = make(cf, () => ({ createHash }));
  const ask = async ({ host, uri, headers = {} }: EdgeRequest): Promise<EdgeOutcome> => {
    sent = undefined;
    const given = Object.entries({ host, ...headers }).map(([name, value]) => [name, { value }] as const);
    const request = { method: "GET", uri, querystring: {}, cookies: {}, headers: Object.fromEntries(given) };
    const answer = await handler({ request, viewer: { ip: "203.0.113.9" } });
    const { host: _host, ...rest } = Object.fromEntries(
      Object.entries(answer.headers).map(([name, { value }]) => [name, value]),
    );
    if (answer.statusCode !== undefined)
      return { status: answer.statusCode, ...(rest["location"] ? { location: rest["location"] } : {}), headers: rest };
    const to = sent as Origin | undefined;
    return {
      ...(to ? { origin: to.domainName, signed: to.originAccessControlConfig?.enabled === true } : {}),
      ...(to?.timeouts?.readTimeout === undefined ? {} : { readTimeout: to.timeouts.readTimeout }),
      ...(answer.uri === undefined ? {} : { uri: answer.uri }),
      headers: rest,
    };
  };
  // Where a request is sent is told to one place: the next is asked when the one before was answered.
  let before: Promise<unknown> = Promise.resolve();
  return {
    bytes: Buffer.byteLength(code),
    request(request) {
      const answer = before.then(() => ask(request));
      before = answer;
      return answer;
    },
  };
}

/** The store of the router: keys by name space, and the list of routes that each component adds to. */
function storeOf(graph: Graph): Map<string, string> {
  const store = new Map<string, string>();
  const routes = new Map<string, string[]>();
  for (const { inputs } of ofType(graph, "pulumi-nodejs:dynamic:Resource")) {
    const { namespace, entries, entry, key } = inputs as {
      namespace?: string;
      entries?: Record<string, string>;
      entry?: string;
      key?: string;
    };
    for (const [name, value] of Object.entries(entries ?? {})) store.set(`${namespace}:${name}`, value);
    if (entry && key) routes.set(`${namespace}:${key}`, [...(routes.get(`${namespace}:${key}`) ?? []), entry]);
  }
  for (const [key, list] of routes) store.set(key, JSON.stringify(list));
  return store;
}
