import {
  CreditAccount,
  CreditEntryType,
  CreditReason,
  CreditUnit,
  MoneyEntryType,
  ReservationStatus,
} from "../../credit.ts";
import { Gateway, TaxScheme } from "../../region.ts";
import { SpendAccount, SpendEntryType, SpendHoldStatus } from "../../spend.ts";

export const billingSets = {
  "credit_ledger.from_account": CreditAccount,
  "credit_ledger.reason": CreditReason,
  "credit_ledger.to_account": CreditAccount,
  "credit_ledger.type": CreditEntryType,
  "credit_rates.unit": CreditUnit,
  "credit_reservations.status": ReservationStatus,
  "money_ledger.type": MoneyEntryType,
  "regions.gateway": Gateway,
  "regions.tax_scheme": TaxScheme,
  "spend_holds.status": SpendHoldStatus,
  "spend_ledger.from_account": SpendAccount,
  "spend_ledger.to_account": SpendAccount,
  "spend_ledger.type": SpendEntryType,
};
