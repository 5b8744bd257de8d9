import { cpus, freemem, loadavg, totalmem } from "node:os";

/** The release whose behaviour this server follows. */
export const VERSION = "29.0";

const WINDOW_MS = 10_000;

/** One request that was answered. */
interface Sample {
  at: number;
  endpoint: string;
  kind: string;
  ms: number;
}

/** What `/metrics.json` and `/stats.json` tell: this process and machine, and the requests of the last ten seconds. */
export class Status {
  #samples: Sample[] = [];

  /** Notes an answered request; `action` is the one its key had to allow. */
  note(endpoint: string, action: string, ms: number): void {
    const at = Date.now();
    if ((this.#samples[0]?.at ?? at) < at - 2 * WINDOW_MS) this.#samples = this.#recent(at);
    this.#samples.push({ at, endpoint, kind: kindOf(action), ms });
  }

  /** Numbers come as text, as from the server. */
  metrics(): Record<string, string> {
    const { rss, heapTotal, heapUsed, external } = process.memoryUsage();
    const busy = Math.min(100, ((loadavg()[0] ?? 0) / cpus().length) * 100).toFixed(2);
    const numbers = {
      system_memory_total_bytes: totalmem(),
      system_memory_used_bytes: totalmem() - freemem(),
      system_disk_total_bytes: 0,
      system_disk_used_bytes: 0,
      system_network_received_bytes: 0,
      system_network_sent_bytes: 0,
      typesense_memory_active_bytes: rss,
      typesense_memory_allocated_bytes: heapUsed,
      typesense_memory_mapped_bytes: heapTotal,
      typesense_memory_metadata_bytes: external,
      typesense_memory_resident_bytes: rss,
      typesense_memory_retained_bytes: Math.max(0, heapTotal - heapUsed),
    };
    return {
      ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)])),
      system_cpu_active_percentage: busy,
      typesense_memory_fragmentation_ratio: (1 - heapUsed / Math.max(heapTotal, 1)).toFixed(2),
    };
  }

  stats(): Record<string, unknown> {
    const recent = this.#recent(Date.now());
    const perSecond = (samples: Sample[]): number => samples.length / (WINDOW_MS / 1_000);
    const mean = (samples: Sample[]): number =>
      samples.length === 0 ? 0 : samples.reduce((sum, sample) => sum + sample.ms, 0) / samples.length;
    const endpoints = Map.groupBy(recent, (sample) => sample.endpoint);
    const kinds = ["delete", "import", "search", "write"].flatMap((kind) => {
      const samples = recent.filter((sample) => sample.kind === kind);
      return [
        [`${kind}_latency_ms`, mean(samples)],
        [`${kind}_requests_per_second`, perSecond(samples)],
      ];
    });
    return {
      ...(Object.fromEntries(kinds) as Record<string, number>),
      latency_ms: Object.fromEntries([...endpoints].map(([name, samples]) => [name, mean(samples)])),
      overloaded_requests_per_second: 0,
      pending_write_batches: 0,
      requests_per_second: Object.fromEntries([...endpoints].map(([name, samples]) => [name, perSecond(samples)])),
      total_requests_per_second: perSecond(recent),
    };
  }

  #recent(now: number): Sample[] {
    return this.#samples.filter((sample) => sample.at >= now - WINDOW_MS);
  }
}

function kindOf(action: string): string {
  if (action === "documents:search") return "search";
  if (action === "documents:import") return "import";
  if (action === "documents:delete") return "delete";
  return action === "documents:create" || action === "documents:update" ? "write" : "other";
}
