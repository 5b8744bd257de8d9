"use client";

import { createContext, useContext } from "react";
import type { Wizard, WizardStep } from "#schema/onboarding.ts";

interface WizardBoard {
  wizard: Wizard;
  tenantId: string;
  mayEdit: boolean;
  /** Goes to the next step, or with -1 to the one before. */
  go: (offset: 1 | -1) => void;
}

export const WizardContext = createContext<WizardBoard | null>(null);

/** The wizard around a step. */
export function useWizardBoard(): WizardBoard {
  const board = useContext(WizardContext);
  if (!board) throw new Error("A step stands outside of the wizard.");
  return board;
}

/** A step as it was stored. */
export function stepOf(wizard: Wizard, name: WizardStep["step"]): WizardStep {
  return wizard.steps.find(({ step }) => step === name) ?? { step: name, status: "pending", data: {}, doneAt: null };
}
