import { z } from "zod";

export const TaxScheme = z.enum(["gst_in", "vat", "none"]);
export const Gateway = z.enum(["razorpay", "stripe"]);
