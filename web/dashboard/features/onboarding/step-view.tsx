"use client";

import type { OnboardingStepName } from "#schema/onboarding.ts";
import { BaselineStep } from "./baseline-step.tsx";
import { BrandAssetsStep } from "./brand-assets-step.tsx";
import { BrandVoiceStep } from "./brand-voice-step.tsx";
import { BudgetStep } from "./budget-step.tsx";
import { ChannelsStep } from "./channels-step.tsx";
import { DocumentsStep } from "./documents-step.tsx";
import { LaunchStep } from "./launch-step.tsx";

/** The fields of one step. */
export function StepView({ step }: { step: OnboardingStepName }) {
  switch (step) {
    case "channels":
      return <ChannelsStep />;
    case "brand_voice":
      return <BrandVoiceStep />;
    case "brand_assets":
      return <BrandAssetsStep />;
    case "documents":
      return <DocumentsStep />;
    case "baseline":
      return <BaselineStep />;
    case "budget":
      return <BudgetStep />;
    case "launch":
      return <LaunchStep />;
  }
}
