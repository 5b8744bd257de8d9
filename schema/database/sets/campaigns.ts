import { ApprovalFlag } from "../../approval.ts";
import {
  BacklinkSource,
  DirectoryCategory,
  DirectoryCost,
  LinkType,
  OpportunityStatus,
  OutreachStatus,
  ProspectType,
} from "../../backlink.ts";
import { CampaignEmailStatus, CampaignGoal, CampaignStatus, CampaignType } from "../../campaign.ts";

export const campaignSets = {
  "backlink_directories.category": DirectoryCategory,
  "backlink_directories.cost": DirectoryCost,
  "backlink_directories.link_type": LinkType,
  "backlinks.link_type": LinkType,
  "backlinks.opportunity_status": OpportunityStatus,
  "backlinks.outreach_status": OutreachStatus,
  "backlinks.prospect_type": ProspectType,
  "backlinks.source_type": BacklinkSource,
  "campaign_emails.flags": ApprovalFlag,
  "campaign_emails.status": CampaignEmailStatus,
  "campaigns.goal": CampaignGoal,
  "campaigns.status": CampaignStatus,
  "campaigns.type": CampaignType,
};
