import {
  IconActivity,
  IconAddressBook,
  IconArticle,
  IconBooks,
  IconCalendarStats,
  IconChartDots3,
  IconCircleCheck,
  IconCoins,
  IconFileAnalytics,
  IconFileText,
  IconHome,
  IconKey,
  IconMail,
  IconMessagePlus,
  IconMessages,
  IconPencilPlus,
  IconRobot,
  IconRocket,
  IconRoute,
  IconShieldCheck,
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
        { label: "Blog", href: "/content/blog", icon: IconArticle, goKey: "b" },
        { label: "Newsletters", href: "/content/newsletters", icon: IconMail, goKey: "z" },
        { label: "Leads", href: "/leads", icon: IconAddressBook, goKey: "d", right: "lead.edit" },
        { label: "Contacts", href: "/contacts", icon: IconUsersGroup, goKey: "y", right: "lead.edit" },
      ],
    },
    {
      label: "Plan",
      items: [
        { label: "Strategy", href: "/strategy", icon: IconRoute, goKey: "s", right: "strategy.read" },
        { label: "Monthly plan", href: "/plan", icon: IconCalendarStats, goKey: "m", right: "plan.read" },
        { label: "Goals", href: "/goals", icon: IconTarget, goKey: "o", right: "goal.read" },
        { label: "Reports", href: "/reports", icon: IconFileAnalytics, goKey: "r", right: "report.read" },
        { label: "Insights", href: "/insights", icon: IconChartDots3, goKey: "n", right: "insight.read" },
        { label: "Context file", href: "/context", icon: IconFileText, goKey: "x", right: "context_file.read" },
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
