import { isAgency } from "#platform/actor.ts";
import type { SearchableCollection, SearchHit } from "#schema/search.ts";
import type { SearchDocument } from "#schema/search-collections.ts";

type Shown = Omit<SearchHit, "highlights">;

/** What of a document people see, and the screen of their own portal it leads to. */
export const hits: { [C in SearchableCollection]: (document: SearchDocument<C>) => Shown } = {
  blogs: (document) => ({
    id: document.id,
    title: document.title,
    subtitle: document.targetKeyword ?? "",
    status: document.status,
    url: `${place(document)}/content/blog/${document.id}`,
  }),
  activities: (document) => ({
    id: document.id,
    title: document.title,
    subtitle: document.ref,
    status: document.status,
    url: `${place(document)}/activities/${document.id}`,
  }),
  reports: (document) => ({
    id: document.id,
    title: document.label,
    subtitle: document.period,
    status: document.status,
    url: `${place(document)}/reports?report=${document.id}`,
  }),
  tenants: (document) => ({
    id: document.id,
    title: document.name,
    subtitle: [document.domain, document.ownerEmail].filter(Boolean).join(" · "),
    status: document.status,
    url: `/tenants/${document.id}`,
  }),
};

// The agency's screens are those of one client each.
function place({ tenantId }: { tenantId: string }): string {
  return isAgency() ? `/t/${tenantId}` : "";
}
