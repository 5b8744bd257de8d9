"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import type { Invitation } from "#schema/invitation.ts";
import type { Member } from "#schema/member.ts";
import type { TenantRole } from "#schema/roles.ts";

const members = "/tenant/v1/members";
const invitations = "/tenant/v1/invitations";

/** Changes what somebody may do here; it holds from their next request on. */
export function useChangeRole(name: string) {
  return useAction<{ member: Member; role: TenantRole }, Member>(
    ({ member, role }) => api.patch(`${members}/${member.id}`, { role }, { rowVersion: member.rowVersion }),
    { invalidates: [members], success: `The role of ${name} is changed` },
  );
}

export function useRemoveMember(onSuccess: () => void) {
  return useAction<Member, void>((member) => api.delete(`${members}/${member.id}`, { rowVersion: member.rowVersion }), {
    invalidates: [members],
    success: (_, member) => `${member.user.name} is no member any more`,
    onSuccess,
  });
}

export function useInvitations() {
  return useApi<{ items: Invitation[] }>(invitations);
}

export function useInvite(onSuccess: () => void) {
  return useAction<{ email: string; role: TenantRole }, Invitation>(
    (input, idempotencyKey) => api.post(invitations, input, { idempotencyKey }),
    {
      quiet: true,
      invalidates: [invitations],
      success: ({ email }) => `The invitation is on its way to ${email}`,
      onSuccess,
    },
  );
}

export function useResend() {
  return useAction<Invitation, Invitation>(({ id }) => api.post(`${invitations}/${id}/resend`), {
    invalidates: [invitations],
    success: ({ email }) => `A new mail is on its way to ${email}`,
  });
}

export function useRevoke(onSuccess: () => void) {
  return useAction<Invitation, void>(({ id }) => api.delete(`${invitations}/${id}`), {
    invalidates: [invitations],
    success: (_, { email }) => `The invitation of ${email} is called back`,
    onSuccess,
  });
}

const policy = "/tenant/v1/security";
interface SecurityPolicy {
  secondFactorRequired: boolean;
}

export function useSecurityPolicy() {
  return useApi<SecurityPolicy>(policy);
}

/** Demands a second factor of everybody in the company, or no longer. */
export function useSetSecurityPolicy() {
  return useAction<SecurityPolicy, SecurityPolicy>((input) => api.put(policy, input), {
    invalidates: [policy],
    success: ({ secondFactorRequired }) =>
      secondFactorRequired ? "Everybody needs a second factor now" : "A second factor is everybody's own choice now",
  });
}
