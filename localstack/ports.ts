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

/** A table of ports that are free at this moment, for tests and second copies. */
export async function freePorts(): Promise<Ports> {
  const servers = await Promise.all(names.map(() => listenAnywhere()));
  const ports: Ports = { ...defaultPorts };
  for (const [index, name] of names.entries()) ports[name] = servers[index]?.port ?? 0;
  await Promise.all(servers.map((server) => server.close()));
  return ports;
}

function listenAnywhere(): Promise<{ port: number; close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      resolve({ port, close: () => new Promise((done) => server.close(() => done())) });
    });
  });
}
