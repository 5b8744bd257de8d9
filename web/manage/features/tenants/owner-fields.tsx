import { PasswordInput, SimpleGrid, Stack, Switch, TextInput } from "@mantine/core";
import { Panel } from "#kit/components/panel.tsx";
import type { TenantFormProps } from "./tenant-form.tsx";

/** The client's first administrator. */
export function OwnerFields({ form }: TenantFormProps) {
  return (
    <Panel title="First administrator">
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label="First name"
            required
            maxLength={80}
            autoComplete="off"
            {...form.getInputProps("firstName")}
          />
          <TextInput label="Last name" required maxLength={80} autoComplete="off" {...form.getInputProps("lastName")} />
          <TextInput
            label="E-mail"
            type="email"
            required
            maxLength={254}
            autoComplete="off"
            {...form.getInputProps("email")}
          />
          <TextInput
            label="Phone"
            type="tel"
            placeholder="+919820012345"
            maxLength={20}
            autoComplete="off"
            {...form.getInputProps("phone")}
          />
        </SimpleGrid>
        <Switch
          label="Set a password now"
          description="Without one, an invitation is mailed that is good for 7 days."
          {...form.getInputProps("setsPassword", { type: "checkbox" })}
        />
        {form.values.setsPassword ? (
          <PasswordInput
            label="Password"
            description="Tell it to them by another way than e-mail."
            required
            maw={360}
            maxLength={128}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ "aria-label": "Show or hide the password", tabIndex: 0 }}
            {...form.getInputProps("password")}
          />
        ) : null}
      </Stack>
    </Panel>
  );
}
