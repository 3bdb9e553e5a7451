/** What can be done to a campaign as a whole. */
import { Button, Menu } from '@mantine/core'
import { IconArchive, IconChevronDown, IconCopy, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { duplicateCampaign, setCampaignStatus } from '../../../contract/api/campaigns.ts'
import { call } from '../../lib/api.ts'
import { refreshLive, wordsOf } from '../../lib/ask.ts'
import { CheckField } from '../../ui/choices.tsx'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Form, TextField } from '../../ui/fields.tsx'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'
import type { Campaign } from './CampaignPage.tsx'
import { PauseDialog, type Pausing } from './PauseDialog.tsx'

type Status = Campaign['status']

function useStatus(campaign: Campaign) {
  const account = useAccount()
  return useMutation({
    mutationFn: ({ status, ...pausing }: { status: Status } & Partial<Pausing>) =>
      call(setCampaignStatus, {
        params: { account: account.id, campaign: campaign.id },
        body: { status, ...pausing },
      }),
    onSuccess: refreshLive,
  })
}

function DuplicateDialog({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const account = useAccount()
  const navigate = useNavigate()
  const [name, setName] = useState(`${campaign.name} copy`)
  const [suppliers, setSuppliers] = useState(false)
  const [buyers, setBuyers] = useState(true)
  const copying = useMutation({
    mutationFn: () =>
      call(duplicateCampaign, {
        params: { account: account.id, campaign: campaign.id },
        body: { name: name.trim(), suppliers, buyers },
      }),
    onSuccess: ({ id }) => {
      refreshLive()
      onClose()
      void navigate({ to: `/${account.id}/campaigns/${id}` })
    },
  })
  return (
    <Dialog title={`Duplicate ${campaign.name}`} opened onClose={onClose}>
      <Form onSubmit={() => name.trim() && copying.mutate()} label="Duplicate">
        <p className="second">Fields, distribution, filters and checks are copied as they are saved now.</p>
        {copying.isError && <Note tone="neg" strong={wordsOf(copying.error)} live />}
        <TextField
          label="Name of the copy"
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
          error={name.trim() ? null : 'Give it a name.'}
        />
        <CheckField
          label="Suppliers with their terms"
          value={suppliers}
          onChange={setSuppliers}
          hint="With ids and keys of their own, in test mode."
        />
        <CheckField
          label="Buyers with their prices, filters and delivery"
          value={buyers}
          onChange={setBuyers}
          hint="With ids of their own; what is used of caps begins at zero."
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={copying.isPending}>
            Duplicate
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}

/** The menu of the page's header. */
export function CampaignMenu({ campaign }: { campaign: Campaign }) {
  const account = useAccount()
  const [dialog, setDialog] = useState<'pause' | 'duplicate' | null>(null)
  const status = useStatus(campaign)
  const close = () => setDialog(null)
  if (!campaign.can.write) return null
  return (
    <>
      {campaign.status !== 'active' && (
        <Button
          leftSection={<IconPlayerPlay size={15} stroke={1.9} aria-hidden />}
          loading={status.isPending}
          onClick={() => status.mutate({ status: 'active' })}
        >
          {campaign.status === 'paused' ? 'Resume' : 'Bring back'}
        </Button>
      )}
      <Menu>
        <Menu.Target>
          <Button rightSection={<IconChevronDown size={14} stroke={2} aria-hidden />}>Actions</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {campaign.status !== 'archived' && (
            <Menu.Item
              leftSection={<IconPlayerPause size={15} stroke={1.9} aria-hidden />}
              onClick={() => setDialog('pause')}
            >
              {campaign.status === 'paused' ? 'Change the pause' : 'Pause'}
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconCopy size={15} stroke={1.9} aria-hidden />}
            onClick={() => setDialog('duplicate')}
          >
            Duplicate
          </Menu.Item>
          {campaign.status !== 'archived' && (
            <Menu.Item
              leftSection={<IconArchive size={15} stroke={1.9} aria-hidden />}
              onClick={() => status.mutate({ status: 'archived' })}
            >
              Archive
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog === 'pause' && (
        <PauseDialog
          name={campaign.name}
          meaning="Its suppliers' posts are refused with code 1003 meanwhile. Nothing is queued."
          zone={account.zone}
          pause={(pausing) => status.mutateAsync({ status: 'paused', ...pausing })}
          onClose={close}
        />
      )}
      {dialog === 'duplicate' && <DuplicateDialog campaign={campaign} onClose={close} />}
    </>
  )
}
