import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { createServer } from "node:net";

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

// Below the ports that a system gives to whoever asks for any.
const given = { from: 20_000, to: 28_000 };

/** A table of free ports, for tests and second copies. No other process is told one of them for as long as this one lives. */
export async function freePorts(): Promise<Ports> {
  const ports: Ports = { ...defaultPorts };
  for (const name of names) ports[name] = await freePort();
  return ports;
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(given.from, given.to);
    if ((await claimed(port)) && (await isFree(port))) return port;
  }
}

/** Claims a port by its number among datagrams, which no server here uses: the system itself takes a claim back when its process ends. */
function claimed(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const claim = createSocket("udp4").once("error", () => {
      claim.close();
      resolve(false);
    });
    claim.bind({ port, address: "127.0.0.1", exclusive: true }, () => {
      claim.unref();
      resolve(true);
    });
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
