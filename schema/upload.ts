import * as z from "zod";

export const UploadPurpose = z.enum(["media", "dataset", "report", "import", "brand", "avatar"]);
export const UploadStatus = z.enum(["pending", "stored", "scanned", "rejected", "expired"]);
