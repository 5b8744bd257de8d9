import { AnswerStatus, DeadLetterStatus, OutboxKind, SearchOp, SequenceKind } from "../../outbox.ts";
import { CollectionName } from "../../search.ts";

export const eventSets = {
  "dead_letters.status": DeadLetterStatus,
  "idempotency_keys.status": AnswerStatus,
  "number_sequences.kind": SequenceKind,
  "outbox.kind": OutboxKind,
  "search_outbox.collection": CollectionName,
  "search_outbox.op": SearchOp,
};
