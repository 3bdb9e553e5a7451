import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { listCampaigns } from '../../../contract/api/campaigns.ts'
import type { ImportKind } from '../../../contract/api/imports.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { ChoiceCards } from '../../ui/choices.tsx'
import { FileDrop } from '../../ui/FileDrop.tsx'
import { ChoiceField, Form } from '../../ui/fields.tsx'
import { Note } from '../../ui/Note.tsx'
import { Page } from '../../ui/Page.tsx'
import { Steps } from '../../ui/Steps.tsx'
import { useAccount } from '../account.ts'
import { ProgressLine } from './ProgressLine.tsx'
import { STEPS } from './steps.ts'
import { faultOfFile, upload } from './upload.ts'

const WHAT = {
  leads: { title: 'Leads', text: 'With their sales, prices and returns. Nothing is billed, delivered or announced.' },
  returns: { title: 'Returns', text: 'Of leads that are here. Each wallet that paid gets its money back.' },
} as const

function kindsFor(can: readonly string[]): ImportKind[] {
  return [
    ...(can.includes('campaign.write') ? (['leads'] as const) : []),
    ...(can.includes('lead.return') ? (['returns'] as const) : []),
  ]
}

/** The first step: what is brought in, where to, and the file. */
export function NewImportPage() {
  const account = useAccount()
  const navigate = useNavigate()
  const kinds = kindsFor(account.can)
  const [kind, setKind] = useState<ImportKind>(kinds[0] ?? 'leads')
  const [campaign, setCampaign] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [tried, setTried] = useState(false)
  const [share, setShare] = useState(0)
  const campaigns = useQuery(ask(listCampaigns, { params: { account: account.id } })).data?.items ?? []
  const sending = useMutation({
    mutationFn: (chosen: File) =>
      upload(account.id, { kind, campaign: kind === 'leads' ? Number(campaign) : null }, chosen, setShare),
    onSuccess: (id) => void navigate({ to: `/${account.id}/imports/${id}` }),
  })
  const fault = file ? (faultOfFile(file) ?? null) : tried ? 'Choose a file.' : null
  const noCampaign = tried && kind === 'leads' && campaign === '' ? 'Choose the campaign they came in.' : null
  const submit = () => {
    setTried(true)
    if (!file || faultOfFile(file) || (kind === 'leads' && campaign === '')) return
    sending.mutate(file)
  }
  return (
    <Page title="New import" back={{ to: `/${account.id}/imports`, label: 'Imports' }}>
      <Steps names={STEPS} at={0} />
      {sending.isError && (
        <Note tone="neg" strong="The file could not be read." live>
          {wordsOf(sending.error)}
        </Note>
      )}
      <Form onSubmit={submit} label="New import">
        <ChoiceCards
          label="What the file brings in"
          value={kind}
          onChange={setKind}
          options={kinds.map((value) => ({ value, ...WHAT[value] }))}
        />
        {kind === 'leads' && (
          <ChoiceField
            label="Campaign"
            value={campaign}
            onChange={setCampaign}
            options={[
              { value: '', label: 'Choose…' },
              ...campaigns.map(({ id, name }) => ({ value: String(id), label: name })),
            ]}
            error={noCampaign}
          />
        )}
        <FileDrop
          label="CSV file"
          invitation="Choose a CSV file, or drop it here"
          hint="Column names in the first line; at most 50 MB"
          accept=".csv,.tsv,.txt,text/csv"
          file={file}
          onFile={setFile}
          error={fault}
        />
        {sending.isPending ? (
          <ProgressLine label="Upload" value={Math.round(share * 100)} of={100}>
            {share < 1 ? `Uploading, ${Math.round(share * 100)} %` : 'Reading the columns…'}
          </ProgressLine>
        ) : (
          <div>
            <Button type="submit" variant="filled">
              Upload and choose columns
            </Button>
          </div>
        )}
      </Form>
    </Page>
  )
}
