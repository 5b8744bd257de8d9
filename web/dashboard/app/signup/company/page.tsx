import { CompanyPage } from "../../../features/signup/company-page.tsx";

export default function Page() {
  return <CompanyPage />;
}
