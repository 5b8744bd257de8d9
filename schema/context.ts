import { z } from "zod";

export const ContextStatus = z.enum(["draft", "pending_review", "approved", "rejected", "archived"]);
