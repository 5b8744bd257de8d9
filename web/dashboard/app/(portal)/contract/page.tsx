import { ContractPage } from "../../../features/contract/contract-page.tsx";

export default function Page() {
  return <ContractPage />;
}
