import * as z from "zod";
import { linkedinHeaders as headers } from "../home.ts";
import { ask } from "./api.ts";
import { type ReadNumbers, readings } from "./types.ts";

const dayMs = 86_400_000;

const Shares = z.object({
  elements: z.array(
    z.object({
      timeRange: z.object({ start: z.number() }),
      totalShareStatistics: z.object({
        impressionCount: z.number().default(0),
        clickCount: z.number().default(0),
        likeCount: z.number().default(0),
        commentCount: z.number().default(0),
        shareCount: z.number().default(0),
      }),
    }),
  ),
});
const Network = z.object({ firstDegreeSize: z.number() });

/** The days of an organisation's page. How many follow it is only known as of now: it counts for the last day. */
export const readLinkedin: ReadNumbers = async ({ id, accessToken: token }, { from, to }) => {
  const urn = id.startsWith("urn:") ? id : `urn:li:organization:${id}`;
  const range = `start:${Date.parse(from)},end:${Date.parse(to) + dayMs}`;
  const { elements } = await ask("linkedin", "/rest/organizationalEntityShareStatistics", {
    ...{ token, headers },
    query: new URLSearchParams({
      ...{ q: "organizationalEntity", organizationalEntity: urn },
      timeIntervals: `(timeRange:(${range}),timeGranularityType:DAY)`,
    }),
    answer: Shares,
  });
  const { firstDegreeSize } = await ask("linkedin", `/rest/networkSizes/${encodeURIComponent(urn)}`, {
    ...{ token, headers },
    query: new URLSearchParams({ edgeType: "COMPANY_FOLLOWED_BY_MEMBER" }),
    answer: Network,
  });
  return [
    ...elements.flatMap(({ timeRange, totalShareStatistics: of }) =>
      readings(new Date(timeRange.start).toISOString().slice(0, 10), "", {
        ...{ impressions: of.impressionCount, clicks: of.clickCount },
        engagements: of.clickCount + of.likeCount + of.commentCount + of.shareCount,
      }),
    ),
    ...readings(to, "", { followers: firstDegreeSize }),
  ];
};
