/** What proves that a sign-up is this browser's. */
export interface SignupKey {
  id: string;
  token: string;
}

export interface PersonValues {
  country: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
}
export interface CompanyValues {
  name: string;
  website: string;
  industry: string;
  otherIndustry: string;
}
export interface LocationValues {
  state: string;
  gstin: string;
  sez: boolean;
  pan: string;
}

interface Drafts {
  signup_step1: PersonValues;
  signup_step2: CompanyValues;
  signup_step3: LocationValues;
  signup_session_token: SignupKey;
}

/** What was typed on a page of the wizard in this tab, or null. */
export function loadDraft<K extends keyof Drafts>(key: K): Drafts[K] | null {
  try {
    return JSON.parse(window.sessionStorage.getItem(key) ?? "null") as Drafts[K] | null;
  } catch {
    return null;
  }
}

export function saveDraft<K extends keyof Drafts>(key: K, values: Drafts[K]): void {
  window.sessionStorage.setItem(key, JSON.stringify(values));
}

/** Forgets a finished sign-up. */
export function clearDrafts(): void {
  for (const key of ["signup_step1", "signup_step2", "signup_step3", "signup_session_token"])
    window.sessionStorage.removeItem(key);
  password = "";
}

// A password is never written down: it lives as long as the page is not loaded anew, and is asked for again then.
let password = "";

export function keepPassword(typed: string): void {
  password = typed;
}

export function keptPassword(): string {
  return password;
}
