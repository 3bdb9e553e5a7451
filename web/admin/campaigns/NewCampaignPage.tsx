import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { createCampaign } from '../../../contract/api/campaigns.ts'
import { PRESETS, type Preset, settingsOfPreset } from '../../../contract/presets/presets.ts'
import { distributionInWords } from '../../../contract/words.ts'
import { ApiError, call } from '../../lib/api.ts'
import { refreshLive, wordsOf } from '../../lib/ask.ts'
import { inAddress } from '../../lib/url-state.ts'
import { ChoiceCards } from '../../ui/choices.tsx'
import { ChoiceField, TextField } from '../../ui/fields.tsx'
import { Note } from '../../ui/Note.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { useAccount } from '../account.ts'
import css from './editor.module.css'
import { zonesWith } from './zones.ts'

const cards = PRESETS.map((preset) => ({
  value: preset.id,
  title: preset.name,
  text: `${preset.description} ${preset.fields.length} fields, ${distributionInWords(preset.distribution).toLowerCase()}.`,
}))

function useCreation() {
  const account = useAccount()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: ({ preset, zone, ...names }: { name: string; publicName: string; preset: Preset; zone: string }) =>
      call(createCampaign, {
        params: { account: account.id },
        body: {
          name: names.name,
          publicName: names.publicName.trim() || null,
          settings: settingsOfPreset(preset, zone),
        },
      }),
    onSuccess: ({ id }) => {
      refreshLive()
      void navigate({ to: `/${account.id}/campaigns/${id}`, search: inAddress({ tab: 'suppliers', add: '1' }) })
    },
  })
}

/** A campaign begins with what its line of business usually asks; all of it can be changed afterwards. */
export function NewCampaignPage() {
  const account = useAccount()
  const [chosen, setChosen] = useState<string | null>(null)
  const [name, setName] = useState('')
  const [publicName, setPublicName] = useState('')
  const [zone, setZone] = useState(account.zone)
  const [tried, setTried] = useState(false)
  const creation = useCreation()
  const preset = PRESETS.find(({ id }) => id === chosen)
  const submit = () => {
    setTried(true)
    if (preset && name.trim()) creation.mutate({ name: name.trim(), publicName, preset, zone })
  }
  const choose = (id: string) => {
    const former = PRESETS.find((one) => one.id === chosen)?.name ?? ''
    const next = PRESETS.find((one) => one.id === id)
    if ((name === '' || name === former) && next && id !== 'empty') setName(next.name)
    setChosen(id)
  }
  const field = creation.error instanceof ApiError ? creation.error.field : undefined
  return (
    <Page title="New campaign" back={{ to: `/${account.id}/campaigns`, label: 'All campaigns' }}>
      <form
        className={css.form}
        aria-label="New campaign"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Section title="What is it about?">
          <p className="quiet before">
            A preset brings fields, a duplicate check and consent fields. You can change all of it.
          </p>
          <ChoiceCards label="Preset" value={chosen} onChange={choose} options={cards} />
          {tried && !preset && <Note tone="neg" strong="Choose a preset." live />}
        </Section>
        <div className={css.narrow}>
          <TextField
            label="Name"
            value={name}
            maxLength={120}
            onChange={(event) => setName(event.currentTarget.value)}
            error={tried && !name.trim() ? 'Give it a name.' : null}
            hint="Only your team sees it."
          />
          <TextField
            label="Public name (optional)"
            value={publicName}
            maxLength={120}
            onChange={(event) => setPublicName(event.currentTarget.value)}
            hint="What suppliers and customers see it called."
          />
          <ChoiceField
            label="Time zone"
            value={zone}
            onChange={setZone}
            options={zonesWith(zone)}
            hint="Its days begin here: suppliers' caps and, unless they have their own zone, buyers' caps and hours."
          />
          {creation.isError && (
            <Note tone="neg" strong={wordsOf(creation.error)} live>
              {field === undefined && 'No campaign was made.'}
            </Note>
          )}
          <div className="line">
            <Button type="submit" variant="filled" loading={creation.isPending}>
              Create campaign
            </Button>
          </div>
        </div>
      </form>
    </Page>
  )
}
