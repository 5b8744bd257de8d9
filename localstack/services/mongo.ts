import { createServer, type Socket } from "node:net";
import { runCommand } from "./mongo/commands.ts";
import { Cursors } from "./mongo/cursors.ts";
import { Store } from "./mongo/store.ts";
import { serveConnection } from "./mongo/wire.ts";
import { listen, openOrClose, runAsProcess, type Service, type ServiceOptions } from "./serve.ts";

/**
 * An embedded MongoDB: the wire protocol of a standalone 7.0 server over documents in memory and a journal on disk.
 *
 * Supported: insert, find (filter, sort, skip, limit, projection, cursors), aggregate, count, distinct, update, delete, findAndModify,
 * create and collMod with a validator, drop, indexes (compound, unique, sparse, partial, TTL), listings, explain of a find.
 * Refused with the error of a real server: transactions, authentication, text, geo and wildcard indexes, $out, $merge, $where and every
 * other command. A sort or a range on a field that holds arrays is right but not served by an index.
 */
export async function startMongo(options: ServiceOptions): Promise<Service> {
  const cursors = new Cursors();
  const sockets = new Set<Socket>();
  const server = createServer();
  const port = await listen(server, options.port);
  const store = openOrClose(server, () => new Store(options.dataDir));
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serveConnection(socket, (command) => runCommand(command, store, cursors));
  });
  return {
    port,
    url: `mongodb://127.0.0.1:${port}`,
    stop: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      for (const socket of sockets) socket.destroySoon();
      await closed;
      store.close();
    },
  };
}

if (import.meta.main) await runAsProcess("mongo", startMongo);
