"use client";

import { Input, SegmentedControl, Stack } from "@mantine/core";
import { count, money } from "#kit/components/format.ts";
import type { Cycle, PlanOffer } from "#schema/signup.ts";
import classes from "./plan-cards.module.css";

interface PlanCardsProps {
  offers: readonly PlanOffer[];
  cycle: Cycle;
  onCycle: (cycle: Cycle) => void;
  value: string;
  onChange: (planPriceId: string) => void;
  error?: string | undefined;
}

const cycleWords = { monthly: "Monthly", quarterly: "Quarterly", yearly: "Yearly" } as const;
const perWords = { monthly: "a month", quarterly: "a quarter", yearly: "a year" } as const;

/** The plans of a region as cards with price, credits and limits. A free plan stands in every cycle. */
export function PlanCards({ offers, cycle, onCycle, value, onChange, error }: PlanCardsProps) {
  const cycles = (["monthly", "quarterly", "yearly"] as const).filter((one) =>
    offers.some((offer) => offer.cycle === one && offer.price.amountMinor > 0),
  );
  const shown = offers.filter((offer) => offer.cycle === cycle || offer.price.amountMinor === 0);
  return (
    <Stack gap="sm" role="radiogroup" aria-label="Plan">
      {cycles.length > 1 ? (
        <SegmentedControl
          aria-label="Payment period"
          data={cycles.map((one) => ({ value: one, label: cycleWords[one] }))}
          value={cycle}
          onChange={(next) => onCycle(next as Cycle)}
        />
      ) : null}
      <div className={classes["cards"]}>
        {shown.map((offer) => (
          <label key={offer.planPriceId} className={classes["card"]}>
            <input
              type="radio"
              name="planPriceId"
              className={classes["radio"]}
              value={offer.planPriceId}
              checked={offer.planPriceId === value}
              onChange={() => onChange(offer.planPriceId)}
            />
            <span className={classes["name"]}>{offer.name}</span>
            <span className={classes["price"]}>
              {offer.price.amountMinor === 0 ? "Free" : money(offer.price)}{" "}
              {offer.price.amountMinor === 0 ? null : <small>{perWords[offer.cycle]}</small>}
            </span>
            <ul className={classes["facts"]}>
              <li>{offer.credits} credits a month</li>
              <li>{limit(offer.users, "person", "people")}</li>
              <li>{limit(offer.channels, "channel", "channels")}</li>
              <li>{count(offer.files)} knowledge files</li>
              {offer.trialDays > 0 ? <li>{offer.trialDays} days of trial</li> : null}
            </ul>
          </label>
        ))}
      </div>
      {error ? <Input.Error role="alert">{error}</Input.Error> : null}
    </Stack>
  );
}

function limit(figure: number | null, one: string, many: string): string {
  if (figure === null) return `Any number of ${many}`;
  return `${count(figure)} ${figure === 1 ? one : many}`;
}
