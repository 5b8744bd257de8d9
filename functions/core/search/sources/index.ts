import { type Tx, transaction } from "#platform/db.ts";
import type { SourcedCollection } from "#schema/search.ts";
import type { StoredDocument } from "#schema/search-collections.ts";
import { blogs, landingPages, newsletters, socialPosts } from "./content.ts";
import { reports } from "./reports.ts";
import type { Pick, Source } from "./source.ts";
import { tenants } from "./tenants.ts";
import { activities, deliverables } from "./work.ts";

/** Where the documents of each collection come from. A collection whose table comes later is missing here by its type. */
const sources: { [C in SourcedCollection]: Source<C> } = {
  blogs,
  social_posts: socialPosts,
  landing_pages: landingPages,
  newsletters,
  activities,
  deliverables,
  reports,
  tenants,
};

/** The documents of some rows of the tenant at work. */
export function documentsOf(collection: SourcedCollection, pick: Pick): Promise<StoredDocument[]> {
  const source: (tx: Tx, pick: Pick) => Promise<StoredDocument[]> = sources[collection];
  return transaction((tx) => source(tx, pick));
}
