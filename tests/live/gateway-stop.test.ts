import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startGateway } from "#functions/live/gateway.ts";
import { freePorts } from "#localstack/ports.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";

const graceMs = 8_000;
process.env["STOP_GRACE_MS"] = String(graceMs);
const patience = { timeout: 10_000, interval: 20 };
const sockets: Socket[] = [];
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await freshTenant();
});
afterAll(async () => {
  for (const socket of sockets) socket.disconnect();
  await closeStores();
});

function client(port: number, transports: string[]): Socket {
  const token = tenant.people.TA.headers["authorization"]?.replace("Bearer ", "");
  const socket = io(`http://127.0.0.1:${port}/tenant`, {
    auth: { token },
    transports,
    forceNew: true,
    reconnectionDelay: 50,
    reconnectionDelayMax: 200,
  });
  sockets.push(socket);
  return socket;
}

test("a gateway that ends sends its clients to the next one, on either transport, within its time", async () => {
  const { gateway: port } = await freePorts();
  const first = await startGateway(port);
  const clients = [...Array.from({ length: 60 }, () => client(port, ["websocket"])), client(port, ["polling"])];
  const reasons: string[] = [];
  for (const socket of clients) socket.on("disconnect", (reason) => reasons.push(reason));
  await vi.waitFor(() => expect(clients.filter((socket) => socket.connected)).toHaveLength(61), patience);
  const toldAt = performance.now();
  await first.stop();
  expect(performance.now() - toldAt).toBeLessThan(graceMs);
  await vi.waitFor(() => expect(reasons).toHaveLength(61), patience);
  // A client that is told "io server disconnect" would stay away for good.
  expect(new Set(reasons)).toEqual(new Set(["transport close"]));
  const second = await startGateway(port);
  await vi.waitFor(() => expect(clients.filter((socket) => socket.connected)).toHaveLength(61), patience);
  await second.stop();
});
