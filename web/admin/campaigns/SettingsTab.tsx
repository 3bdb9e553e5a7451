import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { renameCampaign } from '../../../contract/api/campaigns.ts'
import { call } from '../../lib/api.ts'
import { refreshLive, wordsOf } from '../../lib/ask.ts'
import { SwitchField } from '../../ui/choices.tsx'
import { ChoiceField, Form, TextField } from '../../ui/fields.tsx'
import { Note } from '../../ui/Note.tsx'
import { Section } from '../../ui/Page.tsx'
import { useAccount } from '../account.ts'
import { useDraft } from './draft/Draft.tsx'
import css from './editor.module.css'
import { zonesWith } from './zones.ts'

/** Names are no settings: they are saved at once and make no version. */
function Names() {
  const account = useAccount()
  const { campaign, canWrite } = useDraft()
  const [name, setName] = useState(campaign.name)
  const [publicName, setPublicName] = useState(campaign.publicName ?? '')
  const wanted = publicName.trim() || null
  const same = name.trim() === campaign.name && wanted === campaign.publicName
  const renaming = useMutation({
    mutationFn: () =>
      call(renameCampaign, {
        params: { account: account.id, campaign: campaign.id },
        body: { name: name.trim(), publicName: wanted },
      }),
    onSuccess: refreshLive,
  })
  return (
    <Form label="Names" onSubmit={() => name.trim() && renaming.mutate()}>
      {renaming.isError && <Note tone="neg" strong={wordsOf(renaming.error)} live />}
      <TextField
        label="Name"
        value={name}
        maxLength={120}
        disabled={!canWrite}
        onChange={(event) => setName(event.currentTarget.value)}
        error={name.trim() ? null : 'Give it a name.'}
        hint="Only your team sees it."
      />
      <TextField
        label="Public name (optional)"
        value={publicName}
        maxLength={120}
        disabled={!canWrite}
        onChange={(event) => setPublicName(event.currentTarget.value)}
        hint="What suppliers and customers see it called."
      />
      {!same && (
        <div className="line">
          <Button type="submit" loading={renaming.isPending}>
            Save names
          </Button>
        </div>
      )}
    </Form>
  )
}

/** Names, the campaign's clock, and how much a refused supplier is told. */
export function SettingsTab() {
  const { base, settings, editCampaign, faultAt, canWrite } = useDraft()
  const { zone, validationDetails } = settings.campaign
  return (
    <div className={css.wide}>
      <Section title="Names">
        <Names />
      </Section>
      <Section title="Time zone">
        <div className={css.narrow}>
          <ChoiceField
            label="Time zone of the campaign"
            value={zone}
            onChange={(next) => canWrite && editCampaign({ zone: next })}
            options={zonesWith(zone)}
            error={faultAt('campaign.zone')}
            hint="Suppliers' caps count by it, and so do buyers' caps and hours unless a buyer has its own."
          />
          {zone !== base.campaign.zone && (
            <Note tone="info" strong="Running days, weeks and months are counted anew.">
              With saving, what is used of caps is recounted by the new clock.
            </Note>
          )}
        </div>
      </Section>
      <Section title="Answers to suppliers">
        <SwitchField
          label="Validation error details"
          value={validationDetails}
          onChange={(on) => editCampaign({ validationDetails: on })}
          hint="A post that fails validation is told more about what is wrong, in error_meta."
          disabled={!canWrite}
        />
      </Section>
    </div>
  )
}
