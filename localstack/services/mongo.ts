import { createServer, type Socket } from "node:net";
import type { Peer, Server } from "./mongo/call.ts";
import { runCommand } from "./mongo/commands.ts";
import { Cursors } from "./mongo/cursors.ts";
import { Retries } from "./mongo/retries.ts";
import { Store } from "./mongo/store.ts";
import { Users } from "./mongo/users.ts";
import { serveConnection } from "./mongo/wire.ts";
import { listen, openOrClose, runAsProcess, type Service, type ServiceOptions } from "./serve.ts";

/** With a root user every command needs a login; without one none does. */
export interface MongoOptions extends ServiceOptions {
  root?: { user: string; password: string } | undefined;
}

/**
 * An embedded MongoDB: the wire protocol of a 7.0 server, the only member of its replica set, over documents in memory and a journal on
 * disk. What it supports, what it refuses and how it differs from a real server is told in docs/local-cloud/mongodb.md.
 */
export async function startMongo({ port: wanted, dataDir, root }: MongoOptions): Promise<Service> {
  const sockets = new Set<Socket>();
  const listener = createServer();
  const port = await listen(listener, wanted);
  const address = `127.0.0.1:${port}`;
  const server = openOrClose(listener, (): Server => {
    const retries = new Retries();
    const store = new Store(dataDir, retries);
    const users = new Users(store);
    if (root) users.ensureRoot(root.user, root.password);
    return { address, locked: root !== undefined, store, cursors: new Cursors(), users, retries };
  });
  listener.on("connection", (socket) => {
    const peer: Peer = {};
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serveConnection(socket, (command) => runCommand(command, peer, server));
  });
  return {
    port,
    url: `mongodb://${address}`,
    stop: async () => {
      const closed = new Promise<void>((done) => listener.close(() => done()));
      for (const socket of sockets) socket.destroySoon();
      await closed;
      server.store.close();
    },
  };
}

if (import.meta.main) {
  const { MONGO_INITDB_ROOT_USERNAME: user, MONGO_INITDB_ROOT_PASSWORD: password } = process.env;
  await runAsProcess("mongo", (options) =>
    startMongo({ ...options, root: user && password ? { user, password } : undefined }),
  );
}
