import * as z from "zod";

export const TaxScheme = z.enum(["gst_in", "vat", "none"]);
export const Gateway = z.enum(["razorpay", "stripe"]);

/** A market of the platform: its prices, currency and tax. */
export const RegionChoice = z.object({ code: z.string(), name: z.string(), currency: z.string() });
export type RegionChoice = z.infer<typeof RegionChoice>;
