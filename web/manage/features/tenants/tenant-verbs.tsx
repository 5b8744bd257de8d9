"use client";

import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { TenantDetail } from "#schema/admin.ts";
import type { TenantVerb } from "#schema/tenant.ts";
import { graveVerbs, verbWords } from "./verb-words.ts";

const VerbDialog = dynamic(() => import("./verb-dialog.tsx").then(({ VerbDialog: Loaded }) => Loaded), { ssr: false });

/** Verbs that lead on, in the order of the buttons; the grave ones ask for a reason and stand in the menu. */
const main: readonly TenantVerb[] = ["activate", "convert", "reinstate", "reopen", "start_trial"];

/** What can be done with the client in its present status. */
export function TenantVerbs({ tenant }: { tenant: TenantDetail }) {
  const [asked, setAsked] = useState<TenantVerb | null>(null);
  const open = (verb: TenantVerb) => tenant.verbs.includes(verb);
  const [first, ...others] = main.filter(open);
  return (
    <>
      {others.map((verb) => (
        <Button key={verb} variant="default" onClick={() => setAsked(verb)}>
          {verbWords[verb].label}
        </Button>
      ))}
      {first ? <Button onClick={() => setAsked(first)}>{verbWords[first].label}</Button> : null}
      {graveVerbs.some(open) ? (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
              More
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {graveVerbs.filter(open).map((verb) => (
              <Menu.Item key={verb} color="red" onClick={() => setAsked(verb)}>
                {verbWords[verb].label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {asked ? <VerbDialog key={asked} tenant={tenant} verb={asked} onClose={() => setAsked(null)} /> : null}
    </>
  );
}
