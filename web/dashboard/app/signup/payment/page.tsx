import { PaymentPage } from "../../../features/signup/payment-page.tsx";

export default function Page() {
  return <PaymentPage />;
}
