import { AccountMail } from "#core/account-mail/index.ts";
import { Busy } from "#core/busy.ts";
import { Dataset } from "#core/dataset/index.ts";
import { Notification } from "#core/notification/index.ts";
import { Publish } from "#core/publish/index.ts";
import { execute } from "#core/run/execute.ts";
import { Search } from "#core/search/index.ts";
import type { Payload, QueueName } from "#schema/queues.ts";
import { queues } from "#schema/queues.ts";

/** What of a message a handler may know beside its payload. `receiveCount` is 1 at the first try. */
export interface Delivered {
  tenantId: string | null;
  jobId: string;
  receiveCount: number;
}

type Handler<Q extends QueueName> = (data: Payload<Q>, message: Delivered) => Promise<void>;

/** Queue -> verb. A queue without an entry does not compile; every verb is safe to run twice. */
export const handlers: { [Q in QueueName]: Handler<Q> } = {
  "agent__content-brief-writer": ({ runId }) => execute(runId),
  "agent__blog-writer": ({ runId }) => execute(runId),
  "agent__content-critic": ({ runId }) => execute(runId),
  publish__blog: ({ attemptId, step }) => publishSteps[step](attemptId),
  rag__ingest: (data, { receiveCount }) =>
    data.kind === "purge" ? Dataset.purge(data.fileId) : ingest(data, receiveCount),
  notifications__route: (data) => Notification.route(data),
  notifications__email: ({ deliveryId }) => Notification.sendEmail(deliveryId),
  notifications__account: ({ mailId }) => AccountMail.send(mailId),
  notifications__web: ({ deliveryId }) => Notification.deliverWeb(deliveryId),
  search__sync: ({ collection, entityId }) => Search.sync(collection, entityId),
};

const publishSteps = { post: Publish.send, check: Publish.check, look_up: Publish.lookUp };

// People must see that a file will not come: after the last try it ends as failed instead of waiting for ever.
async function ingest({ fileId, generation }: Payload<"rag__ingest">, receiveCount: number): Promise<void> {
  try {
    await Dataset.ingest(fileId, generation);
  } catch (error) {
    if (!(error instanceof Busy) && receiveCount >= queues.rag__ingest.attempts)
      await Dataset.failed(fileId, "embed_error");
    throw error;
  }
}
