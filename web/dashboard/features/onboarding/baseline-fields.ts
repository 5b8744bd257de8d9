interface Field {
  name: string;
  label: string;
  isPercent?: boolean;
}

/** The figures of the baseline, as the API groups them. */
export const baselineGroups: readonly { key: string; label: string; fields: readonly Field[] }[] = [
  {
    key: "traffic",
    label: "Website, in a month",
    fields: [
      { name: "sessions", label: "Sessions" },
      { name: "organicSessions", label: "Sessions from search" },
      { name: "leads", label: "Leads" },
      { name: "conversionRatePct", label: "Conversion rate", isPercent: true },
    ],
  },
  {
    key: "ads",
    label: "Ads, in a month",
    fields: [
      { name: "googleSpend", label: "Google: spend" },
      { name: "googleCpa", label: "Google: cost per lead" },
      { name: "metaSpend", label: "Meta: spend" },
      { name: "metaCpa", label: "Meta: cost per lead" },
      { name: "linkedinSpend", label: "LinkedIn: spend" },
      { name: "linkedinCpa", label: "LinkedIn: cost per lead" },
    ],
  },
  {
    key: "social",
    label: "Social networks",
    fields: [
      { name: "facebookFollowers", label: "Facebook followers" },
      { name: "instagramFollowers", label: "Instagram followers" },
      { name: "linkedinFollowers", label: "LinkedIn followers" },
      { name: "engagementRatePct", label: "Engagement rate", isPercent: true },
    ],
  },
  {
    key: "email",
    label: "Newsletter",
    fields: [
      { name: "listSize", label: "Subscribers" },
      { name: "openRatePct", label: "Open rate", isPercent: true },
    ],
  },
];
