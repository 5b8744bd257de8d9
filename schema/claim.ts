import * as z from "zod";

/** How well the tenant's knowledge carries a factual sentence; `waived` is a person's word for it. */
export const ClaimSupport = z.enum(["supported", "weak", "unsupported", "waived"]);
