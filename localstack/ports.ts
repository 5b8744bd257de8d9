import { randomInt } from "node:crypto";
import { createServer, type Server } from "node:net";

/** Default port of everything that listens, all on 127.0.0.1. */
export const defaultPorts = {
  dashboard: 3000,
  manage: 3001,
  dm: 3002,
  api: 3003,
  gateway: 3005,
  invoke: 3006,
  simulators: 3007,
  inbox: 3008,
  site: 3009,
  console: 3010,
  postgres: 54329,
  redis: 63799,
  mongo: 27099,
  typesense: 18108,
  qdrant: 16333,
  s3: 19000,
  smtp: 11025,
} as const;

export type PortName = keyof typeof defaultPorts;
export type Ports = Record<PortName, number>;

/** The environment variable that moves one port, e.g. `PORT_API`. */
export function portVariable(name: PortName): string {
  return `PORT_${name.toUpperCase()}`;
}

const names = Object.keys(defaultPorts) as PortName[];

/**
 * Ports after the overrides of the environment: `PORT_<NAME>` sets one, `PORT_OFFSET` is added to all defaults.
 * @throws if a value is not a port number or two names share one
 */
export function resolvePorts(given: NodeJS.ProcessEnv = process.env): Ports {
  const offset = wholeNumber("PORT_OFFSET", given["PORT_OFFSET"] ?? "0", 0);
  const ports: Ports = { ...defaultPorts };
  const taken = new Map<number, PortName>();
  for (const name of names) {
    const override = given[portVariable(name)];
    const port = override === undefined ? defaultPorts[name] + offset : wholeNumber(portVariable(name), override, 1);
    if (port > 65_535) throw new Error(`Port ${port} for ${name} is above 65535. Choose a smaller PORT_OFFSET.`);
    const other = taken.get(port);
    if (other) throw new Error(`Port ${port} is given to both ${other} and ${name}. Change ${portVariable(name)}.`);
    taken.set(port, name);
    ports[name] = port;
  }
  return ports;
}

function wholeNumber(variable: string, text: string, min: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > 65_535) {
    throw new Error(`${variable} must be a whole number between ${min} and 65535, got "${text}".`);
  }
  return value;
}

/** Where free ports are looked for: neither near the defaults nor where the system takes those that somebody asks any of. */
const blocks = { first: 20_000, size: 20, count: 350 };

/**
 * A table of free ports, for tests and second copies. Nobody else is given them while this process lives, however long it is until
 * something listens there.
 */
export async function freePorts(): Promise<Ports> {
  for (let tries = 0; tries < 10 * blocks.count; tries++) {
    const first = blocks.first + blocks.size * randomInt(blocks.count);
    // Who holds the first port of a block has all of it.
    const guard = await listenAt(first);
    if (!guard) continue;
    const servers = await Promise.all(names.map((_name, index) => listenAt(first + 1 + index)));
    await Promise.all(servers.map(closed));
    if (servers.includes(undefined)) {
      await closed(guard);
      continue;
    }
    guard.unref();
    return Object.fromEntries(names.map((name, index) => [name, first + 1 + index])) as Ports;
  }
  throw new Error(`No ${names.length} ports in a row are free from ${blocks.first} on.`);
}

/** A server at a port, undefined where it is taken. */
function listenAt(port: number): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(undefined);
      else reject(error);
    });
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

function closed(server: Server | undefined): Promise<void> {
  return new Promise((done) => (server ? void server.close(() => done()) : done()));
}
