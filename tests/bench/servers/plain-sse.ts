import { createServer, type ServerResponse } from "node:http";
import { listen } from "#localstack/services/serve.ts";
import { serving } from "./child.ts";

// Server-sent events with nothing around them: every text it is handed goes to every connection.
const connections = new Set<ServerResponse>();
const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  response.write(": connected\n\n");
  connections.add(response);
  response.on("close", () => connections.delete(response));
});
serving(await listen(server, 0), (text) => {
  for (const connection of connections) connection.write(`data: ${text}\n\n`);
});
