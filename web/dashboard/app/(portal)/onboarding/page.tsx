import { OnboardingPage } from "../../../features/onboarding/onboarding-page.tsx";

export default function Page() {
  return <OnboardingPage />;
}
