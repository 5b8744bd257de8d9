import { BaselineSource } from "../../baseline.ts";
import { AssetKind, AssetSource } from "../../brand.ts";
import { CompetitorSource, Intensity } from "../../competitor.ts";
import { OnboardingStatus, OnboardingStepName, StepState } from "../../onboarding.ts";
import { ResearchKind } from "../../research.ts";
import { SignupState } from "../../signup.ts";

export const onboardingSets = {
  "brand_assets.kind": AssetKind,
  "brand_assets.source": AssetSource,
  "competitors.intensity": Intensity,
  "competitors.source": CompetitorSource,
  "onboarding_runs.current_step": OnboardingStepName,
  "onboarding_runs.status": OnboardingStatus,
  "onboarding_steps.status": StepState,
  "onboarding_steps.step": OnboardingStepName,
  "research_notes.kind": ResearchKind,
  "signup_sessions.state": SignupState,
  "tenant_baselines.source": BaselineSource,
};
