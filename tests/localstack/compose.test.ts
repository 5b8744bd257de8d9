import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { storeVariables } from "#localstack/environment.ts";
import { root } from "#localstack/paths.ts";
import { defaultPorts, type PortName, portVariable } from "#localstack/ports.ts";
import { secretNames } from "#localstack/secrets.ts";

interface Service {
  image: string;
  ports: string[];
  volumes: string[];
  restart?: string;
  healthcheck?: { test?: string[]; interval?: string; retries?: number };
}

const text = readFileSync(join(root, "localstack/compose.yml"), "utf8");
const { services, volumes } = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};

test("every store that can be embedded has its real server, and nothing else is there", () => {
  expect(Object.keys(services).toSorted()).toEqual(Object.keys(storeVariables).toSorted());
});

test.each(Object.entries(services))(
  "%s is pinned, looked after, kept, and open to this machine only",
  (_name, service) => {
    expect(service.image).toMatch(/:(v?\d+\.\d+|RELEASE\.\d{4})/);
    expect(service.restart).toBe("unless-stopped");
    expect(service.healthcheck).toMatchObject({ test: expect.arrayContaining(["CMD"]), interval: expect.any(String) });
    for (const volume of service.volumes) expect(Object.keys(volumes)).toContain(volume.split(":")[0]);
    for (const port of service.ports) expect(port).toMatch(/^127\.0\.0\.1:\$\{PORT_\w+:-\d+\}:\d+$/);
  },
);

test("its variables are secrets of the environment, which must be given, and ports, each with our default", () => {
  const names = Object.keys(defaultPorts) as PortName[];
  const known = new Map(names.map((name) => [portVariable(name), String(defaultPorts[name])]));
  const used = [...text.matchAll(/\$\{(\w+)(:-|:\?)(\d*)\}/g)].map(([, name = "", kind, value]) => ({
    name,
    kind,
    value,
  }));
  expect(used.length).toBeGreaterThan(10);
  for (const { name, kind, value } of used) {
    if (kind === ":-") expect([name, value]).toEqual([name, known.get(name)]);
    else expect(secretNames).toContain(name);
  }
});
