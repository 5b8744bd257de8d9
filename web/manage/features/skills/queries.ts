"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { useList } from "#kit/api/use-list.ts";
import { wholeList } from "#kit/api/whole-list.ts";
import type { Skill, SkillFields, SkillPatch, SkillVersion, TenantSkill } from "#schema/skill.ts";

const path = "/admin/v1/skills";
const tenantPath = "/admin/v1/tenant-skills";
const stale = [path, "/admin/v1/agent-choices", "/admin/v1/audit-logs"];

export type SkillRow = Omit<Skill, "body">;

export function useSkills() {
  return wholeList<SkillRow>(useApi(path));
}

export function useSkill(id: string) {
  return useApi<Skill>(`${path}/${id}`);
}

export function useSkillVersions(id: string) {
  return useApi<{ items: SkillVersion[] }>(`${path}/${id}/versions`);
}

export function useTenantSkills(tenantId: string | null) {
  return useList<Omit<TenantSkill, "body">>(tenantPath, { tenantId });
}

export function useTenantSkill(id: string) {
  return useApi<TenantSkill>(`${tenantPath}/${id}`);
}

export function useCreateSkill(onSuccess: (skill: Skill) => void) {
  return useAction<SkillFields | { markdown: string }, Skill>(
    (input, idempotencyKey) => api.post(path, input, { idempotencyKey }),
    { quiet: true, invalidates: stale, success: ({ name }) => `${name} is there for every tenant`, onSuccess },
  );
}

export function useChangeSkill({ id, name }: SkillRow, onSuccess?: () => void) {
  return useAction<SkillPatch, Skill>((change) => api.patch(`${path}/${id}`, change), {
    quiet: true,
    invalidates: stale,
    success: `${name} is changed`,
    onSuccess: () => onSuccess?.(),
  });
}

export function useRemoveSkill({ id, name }: SkillRow, onSuccess: () => void) {
  return useAction<void, void>(() => api.delete(`${path}/${id}`), {
    invalidates: stale,
    success: `${name} is removed`,
    onSuccess,
  });
}
