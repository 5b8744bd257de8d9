import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach } from "vitest";

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A product of the test's own that takes webhooks: what came, and what it answers next (200 when nothing is queued). */
export interface Receiver {
  url: string;
  received: Received[];
  answers: number[];
  /** What a subscription must name so that its challenge is repeated. */
  verifyToken: string;
}

/** Starts a receiver of webhooks for a test file, emptied before each test. */
export function webhookReceiver(): Receiver {
  let server: Server;
  const receiver: Receiver = { url: "", received: [], answers: [], verifyToken: "verify-me" };
  beforeAll(async () => {
    server = createServer((req, res) => {
      const asked = new URL(req.url ?? "/", receiver.url).searchParams;
      if (req.method === "GET") {
        const known = asked.get("hub.verify_token") === receiver.verifyToken;
        res.writeHead(known ? 200 : 403).end(known ? asked.get("hub.challenge") : "");
        return;
      }
      const chunks: Buffer[] = [];
      req.on("data", (chunk: Buffer) => chunks.push(chunk));
      req.on("end", () => {
        receiver.received.push({ headers: req.headers, body: Buffer.concat(chunks).toString() });
        res.writeHead(receiver.answers.shift() ?? 200).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  });
  beforeEach(() => {
    receiver.received.splice(0);
    receiver.answers.splice(0);
  });
  afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return receiver;
}
