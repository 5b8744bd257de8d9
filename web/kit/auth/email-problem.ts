/** What is wrong with an e-mail address, or null. */
export function emailProblem(value: string): string | null {
  return /^\S+@\S+\.\S+$/.test(value.trim()) ? null : "Enter an e-mail address, like name@company.com.";
}
