import { CostsPage } from "../../../features/costs/costs-page.tsx";

export default function CostsRoute() {
  return <CostsPage />;
}
