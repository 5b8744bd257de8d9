"use client";

import { useRouter } from "next/navigation";
import { useActiveTenant } from "#kit/api/tenant-store.ts";
import { pathsOf } from "#kit/blog/paths.ts";
import { PageHeader } from "#kit/components/page-header.tsx";
import { Panel } from "#kit/components/panel.tsx";
import { SocialRequestForm } from "#kit/request/social-request-form.tsx";

/** A reviewer orders a post for a client; it is written at once. */
export function OrderPostPage() {
  const router = useRouter();
  const tenantId = useActiveTenant();
  return (
    <>
      <PageHeader
        title="Order a social post"
        lead="It is written at once and goes the usual way: your approval, then the client's."
        crumbs={[{ label: "Requests", href: "/requests" }]}
      />
      <Panel>
        <SocialRequestForm onSent={({ id }) => router.push(pathsOf("dm", tenantId).request(id))} />
      </Panel>
    </>
  );
}
