import { PageHeader } from "#kit/components/page-header.tsx";
import { MonthWork } from "#kit/month/month-work.tsx";

export default function Page() {
  return (
    <>
      <PageHeader title="Activities" lead="Every piece of work, who does it and how far it is." />
      <MonthWork portal="dashboard" />
    </>
  );
}
