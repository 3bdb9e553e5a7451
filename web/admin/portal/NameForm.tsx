import { useState } from 'react'
import { Form, TextField } from '../../ui/fields.tsx'
import { wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { type Portal, usePortalChange } from './portal.ts'
import { Saving, type StepProps } from './Saving.tsx'

/** What customers know the company as. */
export function NameForm({ portal, done }: { portal: Portal } & StepProps) {
  const [name, setName] = useState(portal.companyName)
  const change = usePortalChange(done?.go)
  const wrong = wrongIn(change.error, 'companyName')
  return (
    <Form label="Company" onSubmit={() => change.mutate({ companyName: name })}>
      <TextField
        label="Company name or DBA"
        hint="On every page of the portal and in every mail to customers."
        value={name}
        maxLength={120}
        error={wrong}
        onChange={(event) => {
          change.reset()
          setName(event.currentTarget.value)
        }}
      />
      <Saving change={change} error={wrongElsewhere(change.error, ['companyName'])} done={done} />
    </Form>
  )
}
