import {
  IconActivity,
  IconAd2,
  IconAddressBook,
  IconArticle,
  IconBooks,
  IconBrandInstagram,
  IconBuildingStore,
  IconCalendarStats,
  IconChartDots3,
  IconCircleCheck,
  IconCoins,
  IconEyeSearch,
  IconFileAnalytics,
  IconFileText,
  IconHome,
  IconKey,
  IconLayout,
  IconLink,
  IconMail,
  IconMessagePlus,
  IconMessageStar,
  IconMessages,
  IconMicroscope,
  IconPencilPlus,
  IconPlugConnected,
  IconRobot,
  IconRocket,
  IconRoute,
  IconShieldCheck,
  IconSpeakerphone,
  IconStethoscope,
  IconTarget,
  IconUpload,
  IconUsers,
  IconUsersGroup,
} from "@tabler/icons-react";
import type { Portal } from "#kit/shell/portal.ts";

/** The client's portal: places, bottom bar and palette actions. */
export const dashboard: Portal = {
  app: "dashboard",
  name: "Dashboard",
  nav: [
    {
      label: null,
      items: [
        { label: "Home", href: "/", icon: IconHome, goKey: "h" },
        { label: "Approvals", href: "/approvals", icon: IconCircleCheck, goKey: "p" },
        { label: "Chat", href: "/chat", icon: IconMessages, goKey: "c", right: "chat.use" },
      ],
    },
    {
      label: "Work",
      items: [
        { label: "Requests", href: "/requests", icon: IconMessagePlus, goKey: "q" },
        { label: "Activities", href: "/activities", icon: IconActivity, goKey: "a" },
      ],
    },
    {
      label: "Plan",
      items: [
        { label: "Strategy", href: "/strategy", icon: IconRoute, goKey: "s", right: "strategy.read" },
        { label: "Monthly plan", href: "/plan", icon: IconCalendarStats, goKey: "m", right: "plan.read" },
        { label: "Goals", href: "/goals", icon: IconTarget, goKey: "o", right: "goal.read" },
        { label: "Reports", href: "/reports", icon: IconFileAnalytics, goKey: "r", right: "report.read" },
        { label: "Channels", href: "/channels", icon: IconPlugConnected, goKey: "v", right: "channel.read" },
        { label: "Insights", href: "/insights", icon: IconChartDots3, goKey: "n", right: "insight.read" },
        { label: "Context file", href: "/context", icon: IconFileText, goKey: "x", right: "context_file.read" },
        { label: "Research", href: "/research", icon: IconMicroscope, right: "context_file.read" },
      ],
    },
    {
      label: "Content",
      items: [
        { label: "Blog", href: "/content/blog", icon: IconArticle, goKey: "b" },
        { label: "Social posts", href: "/content/social", icon: IconBrandInstagram, goKey: "j" },
        { label: "Newsletters", href: "/content/newsletters", icon: IconMail, goKey: "y" },
        { label: "Landing pages", href: "/content/landing-pages", icon: IconLayout },
        { label: "Business Profile", href: "/content/gbp", icon: IconBuildingStore },
        { label: "Ad texts", href: "/content/ads", icon: IconAd2 },
      ],
    },
    {
      label: "Reach",
      items: [
        { label: "Campaigns", href: "/campaigns", icon: IconSpeakerphone, goKey: "z", right: "campaign.read" },
        { label: "Leads", href: "/leads", icon: IconAddressBook, goKey: "d", right: "lead.edit" },
        { label: "Contacts", href: "/contacts", icon: IconUsersGroup, right: "lead.edit" },
        { label: "Nurture", href: "/nurture", icon: IconRoute, right: "lead.edit" },
        { label: "Reviews", href: "/reviews", icon: IconMessageStar, goKey: "f", right: "insight.read" },
        { label: "AI visibility", href: "/ai-visibility", icon: IconEyeSearch, right: "insight.read" },
        { label: "Site audits", href: "/seo/audits", icon: IconStethoscope, right: "insight.read" },
        { label: "Links", href: "/seo/backlinks", icon: IconLink, right: "campaign.read" },
      ],
    },
    {
      label: "Workspace",
      items: [
        { label: "Knowledge base", href: "/settings/knowledge-base", icon: IconBooks, goKey: "k" },
        { label: "Setup", href: "/onboarding", icon: IconRocket, goKey: "w", right: "context_file.read" },
        { label: "Team", href: "/settings/team", icon: IconUsers, goKey: "t" },
        { label: "Agents", href: "/settings/agents", icon: IconRobot, goKey: "e" },
        { label: "Usage", href: "/usage", icon: IconCoins, goKey: "u" },
        { label: "API keys", href: "/settings/api-keys", icon: IconKey, goKey: "i", right: "api_key.manage" },
        { label: "Audit log", href: "/settings/audit-log", icon: IconShieldCheck, goKey: "l", right: "audit.read" },
      ],
    },
  ],
  bottom: ["/", "/approvals", "/content/blog", "/requests"],
  actions: [
    { label: "Ask for a blog post", href: "/requests/new", icon: IconPencilPlus, right: "request.create" },
    { label: "Upload knowledge files", href: "/settings/knowledge-base", icon: IconUpload, right: "dataset.upload" },
  ],
};

/** Where the knowledge base stands in this portal. */
export const knowledgeBase = "/settings/knowledge-base";
