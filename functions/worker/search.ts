import * as Search from "#core/search/index.ts";
import { handle } from "./door.ts";

export const handler = handle<"functions/worker/search.handler">({
  search__sync: ({ collection, entityId }) => Search.sync(collection, entityId),
});
