import { settings } from "./current.ts";

const warnings = [
  { threshold: 80, notificationType: "FORECASTED" },
  { threshold: 80, notificationType: "ACTUAL" },
  { threshold: 100, notificationType: "ACTUAL" },
];

/** What AWS costs in a month, all stages that share the tag; model providers send their own bills and have an alarm of their own. */
new aws.budgets.Budget("Budget", {
  name: `${$app.name}-${$app.stage}`,
  budgetType: "COST",
  timeUnit: "MONTHLY",
  limitAmount: String(settings.budgetUsd),
  limitUnit: "USD",
  costFilters: [{ name: "TagKeyValue", values: [`user:sst:stage$${$app.stage}`] }],
  notifications: warnings.map((warning) => ({
    ...warning,
    comparisonOperator: "GREATER_THAN",
    thresholdType: "PERCENTAGE",
    subscriberEmailAddresses: [settings.alarmEmail],
  })),
});
