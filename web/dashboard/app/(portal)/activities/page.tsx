import { PageHeader } from "#kit/components/page-header.tsx";
import { ActivityList } from "#kit/run/activity-list.tsx";

export default function Page() {
  return (
    <>
      <PageHeader title="Activities" lead="Every piece of work, who does it and how far it is." />
      <ActivityList portal="dashboard" />
    </>
  );
}
