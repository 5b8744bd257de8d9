import * as z from "zod";

export const SearchIntent = z.enum(["informational", "commercial", "transactional", "navigational"]);
export type SearchIntent = z.infer<typeof SearchIntent>;
export const BriefGoal = z.enum(["new_blog_post", "optimise_existing", "landing_page"]);
export type BriefGoal = z.infer<typeof BriefGoal>;
