import {
  type ConnectionOptions,
  FlowProducer,
  type Processor,
  Queue,
  QueueEvents,
  Worker,
  type WorkerOptions,
} from "bullmq";
import { Redis } from "ioredis";

let count = 0;

/** What one scenario works with: a queue name of its own, and connections that are closed at its end. */
export class Kit {
  readonly name = `contract-${process.pid}-${count++}`;
  readonly #url: string;
  readonly #closers: (() => Promise<unknown>)[] = [];

  constructor(url: string) {
    this.#url = url;
  }

  queue(): Queue {
    const queue = new Queue(this.name, { connection: this.#connection() });
    return this.#kept(queue, () => queue.close());
  }

  worker(processor: Processor, options: Partial<WorkerOptions> = {}): Worker {
    const worker = new Worker(this.name, processor, { ...options, connection: this.#connection() });
    return this.#kept(worker, () => worker.close(true));
  }

  async events(): Promise<QueueEvents> {
    const events = new QueueEvents(this.name, { connection: this.#connection() });
    await events.waitUntilReady();
    return this.#kept(events, () => events.close());
  }

  flow(): FlowProducer {
    const flow = new FlowProducer({ connection: this.#connection() });
    return this.#kept(flow, () => flow.close());
  }

  redis(): Redis {
    const redis = new Redis(this.#url, { maxRetriesPerRequest: null });
    return this.#kept(redis, () => Promise.resolve(redis.disconnect()));
  }

  /** Removes the queue and closes what was opened, workers first. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#closers.reverse().map((close) => close()));
  }

  #connection(): ConnectionOptions {
    return { url: this.#url, maxRetriesPerRequest: null };
  }

  #kept<T extends { on(event: "error", listener: () => void): unknown }>(made: T, close: () => Promise<unknown>): T {
    made.on("error", () => undefined);
    this.#closers.push(close);
    return made;
  }
}
