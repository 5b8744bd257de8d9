import { CreditEntryType, CreditReason, CreditUnit, MoneyEntryType, ReservationStatus } from "../../credit.ts";
import { Gateway, TaxScheme } from "../../region.ts";

export const billingSets = {
  "credit_ledger.reason": CreditReason,
  "credit_ledger.type": CreditEntryType,
  "credit_rates.unit": CreditUnit,
  "credit_reservations.status": ReservationStatus,
  "money_ledger.type": MoneyEntryType,
  "regions.gateway": Gateway,
  "regions.tax_scheme": TaxScheme,
};
