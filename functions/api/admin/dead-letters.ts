import { createRoute } from "@hono/zod-openapi";
import * as DeadLetters from "#core/dead-letter/index.ts";
import {
  DeadLetter,
  DeadLetterChoice,
  DeadLetterDiscard,
  DeadLetterFilter,
  DeadLetterRow,
  DeadLettersHandled,
} from "#schema/dead-letter.ts";
import { Page } from "#schema/page.ts";
import { keyRequired } from "../edge/idempotency.ts";
import { answers, body, router, withId } from "../edge/router.ts";

const tags = ["system"];

export const deadLetters = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/system/dead-letters",
      tags,
      summary: "Jobs that used up their attempts",
      request: { query: DeadLetterFilter },
      responses: answers(Page(DeadLetterRow)),
    }),
    async (c) => c.json(await DeadLetters.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/system/dead-letters/{id}",
      tags,
      summary: "One with what it carried",
      request: withId,
      responses: answers(DeadLetter),
    }),
    async (c) => c.json(await DeadLetters.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/system/dead-letters/redrive",
      tags,
      summary: "Order some anew",
      middleware: keyRequired,
      request: body(DeadLetterChoice),
      responses: answers(DeadLettersHandled),
    }),
    async (c) => c.json(await DeadLetters.redrive(c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/system/dead-letters/discard",
      tags,
      summary: "Put some aside for good",
      middleware: keyRequired,
      request: body(DeadLetterDiscard),
      responses: answers(DeadLettersHandled),
    }),
    async (c) => c.json(await DeadLetters.discard(c.req.valid("json")), 200),
  );
