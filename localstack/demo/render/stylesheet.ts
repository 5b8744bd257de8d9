import type { Company } from "../company.ts";

/** The style of a company's website. */
export function stylesheet(company: Company): string {
  return `
:root { --accent: ${company.accent}; --ink: ${company.ink}; --paper: ${company.paper}; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 17px/1.65 Georgia, "Source Serif 4", serif; }
a { color: var(--accent); }
header { display: flex; flex-wrap: wrap; gap: 8px 32px; align-items: baseline; padding: 20px 5vw; background: #fff; border-bottom: 3px solid var(--accent); }
.brand { font-weight: 700; font-size: 21px; color: var(--accent); text-decoration: none; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 22px; margin: 0; padding: 0; list-style: none; font: 15px/1.5 system-ui, sans-serif; }
nav a { color: var(--ink); text-decoration: none; }
nav a:hover, nav a:focus { text-decoration: underline; }
.hero { padding: 88px 5vw 72px; color: #fff; background: linear-gradient(135deg, var(--accent), var(--ink)); }
.hero h1 { max-width: 18em; margin: 0 0 16px; font-size: clamp(32px, 5vw, 54px); line-height: 1.12; }
.hero p { max-width: 38em; margin: 0; font-size: 19px; }
.facts, .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 20px; padding: 36px 5vw 0; margin: 0; }
.facts div { padding: 4px 0 4px 16px; border-left: 3px solid var(--accent); }
.facts dt { font: 700 26px/1.2 system-ui, sans-serif; color: var(--accent); }
.facts dd { margin: 4px 0 0; font: 15px/1.45 system-ui, sans-serif; }
.cards a { display: block; padding: 24px; color: inherit; background: #fff; border-radius: 10px; text-decoration: none; box-shadow: 0 1px 4px rgb(0 0 0 / 12%); }
.cards h2 { margin: 0 0 8px; font-size: 20px; line-height: 1.3; color: var(--accent); }
.cards p { margin: 0; font-size: 15.5px; }
.downloads { padding: 36px 5vw 0; }
.columns { display: grid; grid-template-columns: minmax(0, 46em) minmax(200px, 18em); gap: 56px; padding: 40px 5vw 0; }
@media (max-width: 900px) { .columns { grid-template-columns: 1fr; } }
h1 { font-size: 38px; line-height: 1.2; }
article h2 { margin-top: 1.8em; color: var(--accent); }
.lead { font-size: 20px; }
.date { font: 14px system-ui, sans-serif; color: #5b5b5b; }
table { width: 100%; margin: 1.2em 0; border-collapse: collapse; background: #fff; font: 15px/1.45 system-ui, sans-serif; }
th, td { padding: 9px 12px; border-bottom: 1px solid #ddd; text-align: left; vertical-align: top; }
th { color: #fff; background: var(--accent); }
blockquote { margin: 1.4em 0; padding: 4px 20px; border-left: 4px solid var(--accent); font-style: italic; }
aside { align-self: start; padding: 22px; background: #fff; border-radius: 10px; font: 15px/1.5 system-ui, sans-serif; }
aside h2 { margin: 0 0 8px; font-size: 18px; }
input { width: 100%; padding: 8px; border: 1px solid #999; border-radius: 5px; }
button { margin-top: 10px; padding: 9px 16px; color: #fff; background: var(--accent); border: 0; border-radius: 5px; }
footer { margin-top: 64px; padding: 28px 5vw; color: #fff; background: var(--ink); font: 14px/1.5 system-ui, sans-serif; }
footer a { color: #fff; }
`;
}
