"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { useList } from "#kit/api/use-list.ts";
import type {
  Contact,
  ContactImport,
  ContactInput,
  ContactPatch,
  ImportResult,
  MailSettings,
  MailSettingsPatch,
  Reach,
  Segment,
  SegmentFilter,
  SegmentInput,
} from "#schema/contact.ts";

const path = "/tenant/v1/contacts";
const segments = "/tenant/v1/contact-segments";
const settings = "/tenant/v1/mail-settings";

export interface Filter {
  subscription?: string | undefined;
  type?: string | undefined;
  q: string;
}

const queryOf = ({ q, ...rest }: Filter) => ({ ...rest, q: q.length < 2 ? undefined : q });

export function useContacts(filter: Filter) {
  return useList<Contact>(path, queryOf(filter));
}

export function useContact(id: string) {
  return useApi<Contact>(`${path}/${id}`);
}

export function useNewContact(onSaved: (contact: Contact) => void) {
  return useAction<Partial<ContactInput>, Contact>(
    (input, idempotencyKey) => api.post(path, input, { idempotencyKey }),
    { quiet: true, invalidates: [path, segments], success: "Contact written down", onSuccess: onSaved },
  );
}

export function useChangeContact({ id, rowVersion }: Contact) {
  return useAction<ContactPatch, Contact>((patch) => api.patch(`${path}/${id}`, patch, { rowVersion }), {
    invalidates: [path, segments],
    success: "Saved",
  });
}

export function useSuppress(id: string) {
  return useAction<void, Contact>(() => api.post(`${path}/${id}/suppress`, { reason: "manual" }), {
    invalidates: [path, segments],
    success: "Nothing is written to this person any more",
  });
}

export function useRemoveContact(id: string, onDone: () => void) {
  return useAction<void, void>(() => api.delete(`${path}/${id}`), {
    invalidates: [path, segments],
    success: "Taken off the list",
    onSuccess: onDone,
  });
}

export function useImport(onDone: (result: ImportResult) => void) {
  return useAction<Partial<ContactImport>, ImportResult>((input) => api.post(`${path}/import`, input), {
    quiet: true,
    invalidates: [path, segments],
    onSuccess: onDone,
  });
}

/** The people of a filter as a file. */
export function contactsFile(filter: Filter): Promise<Blob> {
  return api.getFile(`${path}/export`, queryOf(filter));
}

export function useReach() {
  return useAction<Partial<SegmentFilter>, Reach>((filter) => api.post(`${segments}/reach`, filter));
}

export function useSaveSegment(id: string | null, onSaved: () => void) {
  return useAction<SegmentInput, Segment>(
    (input) => (id ? api.put(`${segments}/${id}`, input) : api.post(segments, input)),
    { quiet: true, invalidates: [segments], success: "Segment saved", onSuccess: onSaved },
  );
}

export function useRemoveSegment() {
  return useAction<string, void>((id) => api.delete(`${segments}/${id}`), {
    invalidates: [segments],
    success: "Segment taken away",
  });
}

export function useMailSettings() {
  return useApi<MailSettings>(settings);
}

export function useSaveMailSettings() {
  return useAction<MailSettingsPatch, MailSettings>((patch) => api.patch(settings, patch), {
    quiet: true,
    invalidates: [settings, "/tenant/v1/newsletters"],
    success: "Saved",
  });
}
