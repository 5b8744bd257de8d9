import type { Payload, QueueName, queues } from "#schema/queues.ts";

/** What of a message a handler may know beside its payload. `receiveCount` is 1 at the first try. */
export interface Delivered {
  tenantId: string | null;
  jobId: string;
  receiveCount: number;
}

type Handler<Q extends QueueName> = (data: Payload<Q>, message: Delivered) => Promise<void>;

/** A function of the catalogue of queues, e.g. `functions/worker/agents.handler`. */
export type Worker = (typeof queues)[QueueName]["function"];

/** The queues that a function serves. */
type Served<W extends Worker> = { [Q in QueueName]: (typeof queues)[Q]["function"] extends W ? Q : never }[QueueName];

/** Queue -> verb, for the queues of one function. One without an entry does not compile; every verb is safe to run twice. */
export type Handlers<W extends Worker> = { [Q in Served<W>]: Handler<Q> };
