import { inProcess } from "#localstack/host/inline.ts";
import { startInvoke } from "#localstack/host/invoke.ts";
import { serving } from "./child.ts";

// The function host with one function that has nothing to do.
const empty = { concurrency: 1_000, timeoutMs: 30_000, run: () => Promise.resolve({ batchItemFailures: [] }) };
const host = await startInvoke(0, new Map([["search__sync", inProcess(empty)]]));
serving(host.port);
