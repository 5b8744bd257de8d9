import { NumberInput, Radio, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { ErrorBlock } from "#kit/components/error-block.tsx";
import { count, money } from "#kit/components/format.ts";
import { optionsOf } from "#kit/components/options.ts";
import { Panel } from "#kit/components/panel.tsx";
import { TextSkeleton } from "#kit/components/skeletons.tsx";
import type { Cycle, PlanOffer } from "#schema/signup.ts";
import { usePlanOffers } from "./queries.ts";
import classes from "./tenant-form.module.css";
import type { TenantFormProps } from "./tenant-form.tsx";

const cycleWords: Record<Cycle, string> = { monthly: "Monthly", quarterly: "Quarterly", yearly: "Yearly" };
const cycleShort: Record<Cycle, string> = { monthly: "month", quarterly: "quarter", yearly: "year" };
const kinds = [
  { value: "offer", label: "Plan of the region" },
  { value: "custom", label: "Custom plan" },
];

/** What the client buys: an offer of the region, or a plan made for it. */
export function PlanFields({ form }: TenantFormProps) {
  const offers = usePlanOffers(form.values.billing.country);
  return (
    <Panel
      title="Plan"
      aside={
        offers.data ? (
          <Text size="sm" c="dimmed">{`${offers.data.region.name}, ${offers.data.region.currency}`}</Text>
        ) : null
      }
    >
      <Stack>
        <SegmentedControl aria-label="Kind of plan" data={kinds} w="fit-content" {...form.getInputProps("planKind")} />
        {form.values.planKind === "custom" ? (
          <CustomPlan form={form} currency={offers.data?.region.currency} />
        ) : (
          <Offers form={form} offers={offers} />
        )}
      </Stack>
    </Panel>
  );
}

function Offers({ form, offers }: TenantFormProps & { offers: ReturnType<typeof usePlanOffers> }) {
  if (form.values.billing.country === "")
    return (
      <Text size="sm" c="dimmed">
        Choose the country under “Billing” first: prices depend on it.
      </Text>
    );
  if (offers.isError)
    return (
      <ErrorBlock error={offers.error} title="The plans could not be loaded." onRetry={() => void offers.refetch()} />
    );
  if (!offers.data) return <TextSkeleton lines={4} />;
  return (
    <Radio.Group label="Plan and cycle" required {...form.getInputProps("planPriceId")}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} mt="xs" spacing="sm">
        {offers.data.items.map((offer) => (
          <Offer key={offer.planPriceId} offer={offer} />
        ))}
      </SimpleGrid>
    </Radio.Group>
  );
}

function Offer({ offer }: { offer: PlanOffer }) {
  const { planPriceId, name, price, cycle, credits, users, trialDays } = offer;
  const facts = [
    `${count(credits)} credits a month`,
    users === null ? "any number of users" : `${users} users`,
    ...(trialDays > 0 ? [`${trialDays} days of trial`] : []),
  ];
  return (
    <Radio.Card value={planPriceId} className={classes["offer"]} radius="md">
      <Radio.Indicator mt={2} />
      <span className={classes["offerWords"]}>
        <span className={classes["offerName"]}>{name}</span>
        <span className={classes["offerPrice"]}>
          {money(price)} a {cycleShort[cycle]}
        </span>
        <span className={classes["offerFacts"]}>{facts.join(", ")}</span>
      </span>
    </Radio.Card>
  );
}

function CustomPlan({ form, currency }: TenantFormProps & { currency: string | undefined }) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <TextInput label="Name of the plan" required maxLength={80} {...form.getInputProps("customPlan.name")} />
      <NumberInput
        label={currency ? `Price in ${currency}` : "Price"}
        description={currency ? undefined : "The country decides the currency"}
        required
        min={0}
        decimalScale={2}
        thousandSeparator=","
        {...form.getInputProps("customPlan.amount")}
        onChange={(value) => form.setFieldValue("customPlan.amount", typeof value === "number" ? value : "")}
      />
      <Select
        label="Billed"
        data={optionsOf(cycleWords)}
        allowDeselect={false}
        {...form.getInputProps("customPlan.cycle")}
      />
    </SimpleGrid>
  );
}
