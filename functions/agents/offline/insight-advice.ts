import type { InsightReport } from "../descriptor/insight.ts";

type Effort = InsightReport["recommendations"][number]["effort"];

interface Advice {
  title: string;
  detail: string;
  effort: Effort;
}

const say = (title: string, detail: string, effort: Effort = "medium"): Advice => ({ title, detail, effort });

/** What to do when a number goes the wrong way. */
const advice: Record<string, Advice> = {
  sessions: say(
    "Win back visits",
    "See which source fell most, and give the pages it leads to something new to come for.",
  ),
  users: say(
    "Reach new people",
    "Compare the sources of new visitors with those of the time before and strengthen the one that fell.",
  ),
  new_users: say(
    "Reach people who do not know you yet",
    "Publish for questions of people at the start of their search and share it where they are.",
  ),
  engaged_sessions: say(
    "Give visitors a reason to stay",
    "Put the answer first on the most visited pages and link to the next step from there.",
  ),
  engagement_rate: say(
    "Make the content easier to react to",
    "Ask one question or offer one next step per piece, and drop the format that gets the least reaction.",
  ),
  conversions: say(
    "Mend the way to the enquiry",
    "Walk through the form on a phone, remove fields nobody needs, and say what happens after sending.",
    "low",
  ),
  conversion_rate: say(
    "Turn more visits into enquiries",
    "Repeat the offer next to the form and remove what leads away from it.",
    "low",
  ),
  form_submissions: say(
    "Make the form shorter",
    "Ask only for what the first answer needs, and say when the answer comes.",
    "low",
  ),
  visits: say(
    "Bring more visitors to the landing pages",
    "Link to them from the most read pages and from every mail and profile.",
  ),
  bounce_rate: say(
    "Keep what the link promised",
    "Let the first screen of the page repeat the words that people clicked on.",
    "low",
  ),
  clicks: say(
    "Earn more clicks",
    "Rewrite titles and first lines so that they name the benefit, and test two of them.",
  ),
  impressions: say(
    "Be shown more often",
    "Publish on the subjects that already show, and renew the pieces that have grown old.",
  ),
  ctr: say(
    "Make the first line worth a click",
    "Say in the title what the reader gets and for whom it is, and compare two wordings.",
    "low",
  ),
  position: say(
    "Bring back pages that slipped",
    "Renew the pages that lost places: current facts, the question answered first, links from related pages.",
  ),
  cost: say(
    "Spend where it pays",
    "Move budget from the campaign with the highest price per result to the one with the lowest.",
    "low",
  ),
  cost_per_conversion: say(
    "Lower the price of a conversion",
    "Exclude terms that cost and bring nothing, and narrow the audience of the dearest campaign.",
  ),
  cost_per_lead: say(
    "Lower the price of a lead",
    "Pause the dearest ad, and give its budget to the one whose leads cost least.",
    "low",
  ),
  conversion_value: say("Raise the value of what ads bring", "Advertise the offers with the highest value first."),
  roas: say("Raise the return on ads", "Cut what returns least and see whether the rest takes up the budget."),
  leads: say("Get more leads from the same ads", "Test a shorter form and a clearer offer against the present ones."),
  frequency: say(
    "Show something new to the same people",
    "Replace the pictures and first lines that the audience has seen most often.",
    "low",
  ),
  reach: say("Reach more people", "Post when followers are there, and in the format that reached most people."),
  followers: say(
    "Give people a reason to follow",
    "Say in profile and posts what followers get, and answer those who comment.",
  ),
  engagements: say(
    "Start conversations",
    "Ask followers for their own experience and answer every comment within a day.",
    "low",
  ),
  saves: say("Publish what people keep", "Make lists, instructions and measures that are worth coming back to."),
  profile_visits: say(
    "Lead readers to the profile",
    "Name the profile and what is there in the last line of each post.",
    "low",
  ),
  views_search: say(
    "Be found by name and trade",
    "Complete categories, services and opening hours of the profile.",
    "low",
  ),
  views_maps: say(
    "Be found on the map",
    "Check address, pin and pictures of the profile, and add new pictures every month.",
    "low",
  ),
  calls: say(
    "Make it easy to call",
    "Check the number and the hours of the profile, and answer calls that were missed.",
    "low",
  ),
  direction_requests: say(
    "Help people find the way",
    "Check the pin of the place and describe parking and entrance.",
    "low",
  ),
  website_clicks: say(
    "Lead from the profile to the site",
    "Link the page that answers the visitor's question instead of the start page.",
    "low",
  ),
  pages: say(
    "See why pages are gone",
    "Compare the pages of the last two crawls and redirect those that were removed.",
  ),
  words_per_page: say(
    "Extend pages that say little",
    "Answer the questions that customers ask on the shortest of the important pages.",
  ),
  issues_critical: say(
    "Mend what keeps pages from being found",
    "Begin with errors of the server and with links that lead nowhere.",
  ),
  issues_warning: say(
    "Work through the warnings",
    "Titles and descriptions first: they take minutes and show in every result.",
    "low",
  ),
  structured_data_share: say(
    "Mark up the important pages",
    "Tell search engines what each page holds: a product, an article, a place, a question.",
  ),
  internal_links_per_page: say("Link pages to each other", "Link from pages that are read to pages that should be."),
};

const general = say(
  "Find out what changed",
  "Put the days of the change beside what was done at the time, and undo what did not help.",
  "low",
);

/** Advice on a number that went the wrong way. */
export function adviceOn(metric: string): Advice {
  return advice[metric] ?? general;
}
