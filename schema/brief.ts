import * as z from "zod";

export const SearchIntent = z.enum(["informational", "commercial", "transactional", "navigational"]);
export const BriefGoal = z.enum(["new_blog_post", "optimise_existing", "landing_page"]);
