import * as z from "zod";
import { bounded, Url } from "#schema/text.ts";

export { Url } from "#schema/text.ts";

/** Shapes that several agents share. */
export const Level = z.enum(["low", "medium", "high"]);
/** A host name in lower case, without www. */
export const DomainName = z.string().regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, "must be a domain");
export const Money = z.object({ amountMinor: z.number().int(), currency: z.string().length(3) });
export const Day = z.iso.date();

/** A page of the company's own site as an agent reads it. */
export const SitePage = z.object({ url: z.string(), title: z.string(), text: z.string() });
export type SitePage = z.infer<typeof SitePage>;

/** A fact with the page it stands on. */
export const SourcedFact = z.strictObject({ claim: bounded(5, 300), sourceUrl: Url });
