import { IconCheck } from "@tabler/icons-react";
import { countries } from "#schema/countries.ts";
import { industries } from "#schema/industry.ts";
import type { Signup } from "#schema/signup.ts";
import classes from "./summary.module.css";

const promises = [
  "Agents research, plan and draft; people of your agency check every draft.",
  "Nothing is published before you have approved exactly that version.",
  "Each factual sentence shows the source it rests on.",
];

/** Beside the wizard: what was said so far, and what one gets. */
export function Summary({ signup }: { signup?: Signup | undefined }) {
  const facts = signup ? factsOf(signup) : [];
  return (
    <>
      {facts.length > 0 ? (
        <section className={classes["card"]}>
          <h2 className={classes["title"]}>So far</h2>
          <dl className={classes["facts"]}>
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      ) : null}
      <section className={classes["card"]}>
        <h2 className={classes["title"]}>What you get</h2>
        <ul className={classes["promises"]}>
          {promises.map((promise) => (
            <li key={promise}>
              <IconCheck size={16} stroke={2} aria-hidden />
              {promise}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function factsOf(signup: Signup): [string, string][] {
  const country = countries.find(({ code }) => code === signup.country)?.name ?? signup.country;
  const industry = industries.find(({ key }) => key === signup.company?.industry)?.name ?? signup.company?.industry;
  const facts: [string, string | null | undefined][] = [
    ["Name", `${signup.firstName} ${signup.lastName}`],
    ["E-mail", signup.email],
    ["Country", country],
    ["Company", signup.company?.name],
    ["Website", signup.company?.website],
    ["Industry", industry],
    ["GSTIN", signup.location?.gstin],
  ];
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
}
