import { z } from "zod";

export const ReadingLevel = z.enum(["simple", "general", "expert"]);
