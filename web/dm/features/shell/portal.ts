import {
  IconActivity,
  IconAd2,
  IconArticle,
  IconBooks,
  IconBrandInstagram,
  IconBuildingStore,
  IconCalendarMonth,
  IconChartDots3,
  IconChecks,
  IconCompass,
  IconEyeSearch,
  IconFileText,
  IconLayout,
  IconLink,
  IconListCheck,
  IconMail,
  IconMapPin,
  IconMessagePlus,
  IconMessageStar,
  IconPlugConnected,
  IconRadar2,
  IconRobot,
  IconShieldCheck,
  IconSpeakerphone,
  IconStethoscope,
  IconTerminal2,
} from "@tabler/icons-react";
import type { NavGroup, Portal } from "#kit/shell/portal.ts";

const everyClient: NavGroup = {
  label: "All clients",
  items: [
    { label: "Mission Control", href: "/", icon: IconRadar2, goKey: "h" },
    { label: "Approvals", href: "/approvals", icon: IconChecks, goKey: "p" },
    { label: "Requests", href: "/requests", icon: IconMessagePlus, goKey: "q" },
    { label: "Activities", href: "/activities", icon: IconActivity, goKey: "a" },
  ],
};

function oneClient(tenantId: string, name: string): NavGroup[] {
  const root = `/t/${tenantId}`;
  const client: NavGroup = {
    label: name,
    items: [
      {
        label: "Overview",
        href: root,
        icon: IconBuildingStore,
        goKey: "o",
        also: [`${root}/requests`],
      },
      { label: "Context file", href: `${root}/context`, icon: IconFileText, goKey: "f" },
      { label: "Strategy", href: `${root}/strategy`, icon: IconCompass, goKey: "s" },
      { label: "Plan", href: `${root}/plan`, icon: IconListCheck, goKey: "n" },
      { label: "Work", href: `${root}/activities`, icon: IconCalendarMonth, goKey: "w" },
      { label: "Channels", href: `${root}/channels`, icon: IconPlugConnected },
      { label: "Knowledge base", href: `${root}/knowledge-base`, icon: IconBooks, goKey: "k" },
      { label: "Agents", href: `${root}/agents`, icon: IconRobot, goKey: "e" },
      { label: "Runs", href: `${root}/runs`, icon: IconTerminal2, goKey: "r" },
      { label: "Audit log", href: `${root}/audit-log`, icon: IconShieldCheck, goKey: "l" },
    ],
  };
  const content: NavGroup = {
    label: "Content",
    items: [
      { label: "Blog", href: `${root}/content/blog`, icon: IconArticle, goKey: "b" },
      { label: "Social posts", href: `${root}/content/social`, icon: IconBrandInstagram, goKey: "j" },
      { label: "Newsletters", href: `${root}/content/newsletters`, icon: IconMail, goKey: "y" },
      { label: "Landing pages", href: `${root}/content/landing-pages`, icon: IconLayout },
      { label: "Business Profile", href: `${root}/content/gbp`, icon: IconMapPin },
      { label: "Ad texts", href: `${root}/content/ads`, icon: IconAd2 },
    ],
  };
  const reach: NavGroup = {
    label: "Reach",
    items: [
      { label: "Campaigns", href: `${root}/campaigns`, icon: IconSpeakerphone, goKey: "c" },
      { label: "Reviews", href: `${root}/reviews`, icon: IconMessageStar, goKey: "m" },
      { label: "AI visibility", href: `${root}/ai-visibility`, icon: IconEyeSearch, goKey: "v" },
      { label: "Site audits", href: `${root}/seo/audits`, icon: IconStethoscope },
      { label: "Links", href: `${root}/seo/backlinks`, icon: IconLink },
      { label: "Insights", href: `${root}/insights`, icon: IconChartDots3, goKey: "i" },
    ],
  };
  return [client, content, reach];
}

/** The DM portal: the pages about all clients, then those of the active one. */
export function dmPortal(client: { id: string; name: string } | null): Portal {
  return {
    app: "dm-portal",
    name: "DM Portal",
    nav: client === null ? [everyClient] : [everyClient, ...oneClient(client.id, client.name)],
    bottom: ["/", "/approvals", "/activities", ...(client === null ? ["/requests"] : [`/t/${client.id}/content/blog`])],
    actions: [],
  };
}
