import { useDebouncedValue } from '@mantine/hooks'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type availabilities, checkSubdomain } from '../../../contract/api/portals.ts'
import { ask } from '../../lib/ask.ts'
import { Form, TextField } from '../../ui/fields.tsx'
import { wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { useAccount } from '../account.ts'
import css from './portal.module.css'
import { type Portal, usePortalChange } from './portal.ts'
import { Saving, type StepProps } from './Saving.tsx'

type Availability = (typeof availabilities)[number]

const PAUSE_MS = 300

const FAULTS: Partial<Record<Availability, string>> = {
  taken: 'This name is taken. Choose another one.',
  reserved: 'This name is reserved. Choose another one.',
  malformed: 'Use letters a to z, digits and hyphens; it begins and ends with a letter or digit.',
}

/** What is known of the name as it stands in the field; undefined while it is typed or asked. */
function useAvailability(name: string, current: string): Availability | undefined {
  const account = useAccount()
  const [still] = useDebouncedValue(name, PAUSE_MS)
  const asked = useQuery({
    ...ask(checkSubdomain, { params: { account: account.id }, query: { name: still } }),
    enabled: still !== '' && still !== current,
  })
  if (name === '') return 'malformed'
  return asked.data?.name === name ? asked.data.availability : undefined
}

function Said({ availability, address }: { availability: Availability | undefined; address: string }) {
  const found = availability === 'free' || availability === 'own'
  return (
    <span role="status" className={css.said} data-found={found || undefined}>
      {found && <IconCircleCheck size={14} stroke={1.9} aria-hidden />}
      {availability === 'free' && `${address} is free.`}
      {availability === 'own' && `${address} was yours before and can be again.`}
      {availability === undefined && 'Looking whether it is free…'}
    </span>
  )
}

/** Where the portal is. Whether a name can be had is said while it is typed, and decided when it is saved. */
export function AddressForm({ portal, done }: { portal: Portal } & StepProps) {
  const [typed, setTyped] = useState(portal.subdomain)
  const name = typed.trim().toLowerCase()
  const availability = useAvailability(name, portal.subdomain)
  const change = usePortalChange(done?.go)
  const same = name === portal.subdomain
  const fault = wrongIn(change.error, 'subdomain') ?? (availability && !same ? FAULTS[availability] : undefined)
  return (
    <Form label="Address" onSubmit={() => change.mutate({ subdomain: name })}>
      <TextField
        label="Subdomain"
        classNames={{ wrapper: css.subdomain ?? '' }}
        rightSection={<span className="quiet">.{portal.baseDomain}</span>}
        rightSectionWidth={`${portal.baseDomain.length + 3}ch`}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        value={typed}
        error={fault}
        hint={
          same ? (
            'Customers log in there. A custom domain of your own can stand in its place later.'
          ) : (
            <Said availability={availability} address={`${name}.${portal.baseDomain}`} />
          )
        }
        onChange={(event) => {
          change.reset()
          setTyped(event.currentTarget.value)
        }}
      />
      {portal.formerAddresses.length > 0 && (
        <p className="quiet">
          Earlier addresses still lead to your portal, and nobody else can have them:{' '}
          {portal.formerAddresses.join(', ')}
        </p>
      )}
      <Saving change={change} error={wrongElsewhere(change.error, ['subdomain'])} done={done} />
    </Form>
  )
}
