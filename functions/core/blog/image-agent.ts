import type { BlogImageOutput } from "#agents/blog-image-generator.ts";
import type { Failed } from "#agents/descriptor/index.ts";
import * as Shelf from "#core/media/shelf.ts";
import * as Piece from "#core/piece/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { blogMachine } from "#schema/blog.ts";
import { notFound } from "#schema/errors.ts";
import { allows } from "#schema/machine.ts";
import { revise } from "./edit.ts";
import { embedded, orderOf, setOrder } from "./images.ts";
import { locked } from "./index.ts";

/** What the generator gets: the post, where the picture goes, and the brand's colours. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const id = run.subjectId ?? "";
    const [row, order] = [await locked(tx, id), await orderOf(tx, id)];
    if (!order) throw notFound("Order of a picture", id);
    const colours = await tx
      .selectFrom("brandAssets")
      .select("value")
      .where("tenantId", "=", tenant())
      .where("kind", "=", "color")
      .where("deletedAt", "is", null)
      .orderBy("position")
      .limit(10)
      .execute();
    const [primaryColor, secondaryColor] = colours.flatMap(({ value }) =>
      /^#[0-9a-f]{6}$/i.test(value ?? "") ? [value] : [],
    );
    return {
      ...order.wish,
      blogPostId: id,
      postTitle: row.title,
      primaryKeyword: row.targetKeyword,
      ...(primaryColor ? { primaryColor } : {}),
      ...(secondaryColor ? { secondaryColor } : {}),
      order: `${id}/image/${run.version}`,
    };
  });
}

/** Puts the picture to the post. In a text that may be edited it is embedded, which is a new version; else it is offered. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<BlogImageOutput>): Promise<void> {
  const id = run.subjectId ?? "";
  const [row, order] = [await locked(tx, id), await orderOf(tx, id)];
  if (order?.number !== run.version) return;
  const { mediaId, altText } = data;
  const { imageType, sectionTitle } = order.wish;
  await setOrder(tx, id, { ...order, status: "made", mediaId, reason: null });
  if (imageType === "hero") {
    await Shelf.link(tx, { type: "blog_post", id }, "hero", [mediaId]);
    await tx
      .updateTable("blogPosts")
      .set({ heroMediaId: mediaId })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .execute();
  }
  await Piece.changed("blog_post", row);
  const body = embedded(row.body, { mediaId, altText, sectionTitle });
  if (allows(blogMachine, row.status, "edit") && body !== null)
    await revise(tx, row, { ...row, body }, { kind: "agent", runId: run.id, changeNote: "A picture was added" });
}

/** The post stays as it is; whoever asked sees why. */
export async function giveUp(tx: Tx, run: Failed, _code: string, message: string): Promise<void> {
  const id = run.subjectId ?? "";
  const order = await orderOf(tx, id);
  if (order?.number === run.version)
    await setOrder(tx, id, { ...order, status: "failed", reason: message.slice(0, 500) });
}
