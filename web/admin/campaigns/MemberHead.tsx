import { Button, Menu } from '@mantine/core'
import { IconArrowLeft, IconDots, IconPencil, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { refreshLive, wordsOf } from '../../lib/ask.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { FieldError, Form, TextField } from '../../ui/fields.tsx'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'
import css from './editor.module.css'
import { PauseDialog, type Pausing } from './PauseDialog.tsx'

export interface MemberActs {
  rename(name: string): Promise<unknown>
  pause(pausing: Pausing): Promise<unknown>
  resume(): Promise<unknown>
}

function RenameDialog(props: { name: string; rename: MemberActs['rename']; onClose: () => void }) {
  const [name, setName] = useState(props.name)
  const renaming = useMutation({
    mutationFn: () => props.rename(name.trim()),
    onSuccess: () => {
      refreshLive()
      props.onClose()
    },
  })
  return (
    <Dialog title={`Rename ${props.name}`} opened onClose={props.onClose}>
      <Form label="Rename" onSubmit={() => name.trim() && renaming.mutate()}>
        {renaming.isError && <Note tone="neg" strong={wordsOf(renaming.error)} live />}
        <TextField
          label="Name"
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
          error={name.trim() ? null : 'Give it a name.'}
        />
        <DialogActions>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={renaming.isPending}>
            Rename
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}

/** The way back to the list, what it is, and what can be done to it besides its settings. */
export function MemberHead(props: {
  name: string
  back: string
  onBack: () => void
  facts: ReactNode
  /** Held up by the operator. */
  paused: boolean
  meaning: string
  canWrite: boolean
  acts: MemberActs
}) {
  const account = useAccount()
  const [dialog, setDialog] = useState<'pause' | 'rename' | null>(null)
  const resuming = useMutation({ mutationFn: props.acts.resume, onSuccess: refreshLive })
  const pause = async (pausing: Pausing) => {
    await props.acts.pause(pausing)
    refreshLive()
  }
  const close = () => setDialog(null)
  return (
    <>
      <Button
        className={css.back ?? ''}
        size="xs"
        variant="subtle"
        leftSection={<IconArrowLeft size={15} stroke={1.9} aria-hidden />}
        onClick={props.onBack}
      >
        {props.back}
      </Button>
      <div className={css.head}>
        <h2>{props.name}</h2>
        {props.facts}
        {props.canWrite && (
          <div className="line">
            {props.paused ? (
              <Button
                leftSection={<IconPlayerPlay size={15} stroke={1.9} aria-hidden />}
                loading={resuming.isPending}
                onClick={() => resuming.mutate()}
              >
                Resume
              </Button>
            ) : (
              <Button
                leftSection={<IconPlayerPause size={15} stroke={1.9} aria-hidden />}
                onClick={() => setDialog('pause')}
              >
                Pause
              </Button>
            )}
            <Menu>
              <Menu.Target>
                <Button aria-label={`More for ${props.name}`}>
                  <IconDots size={16} stroke={1.9} aria-hidden />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item
                  leftSection={<IconPencil size={15} stroke={1.9} aria-hidden />}
                  onClick={() => setDialog('rename')}
                >
                  Rename
                </Menu.Item>
                {props.paused && (
                  <Menu.Item
                    leftSection={<IconPlayerPause size={15} stroke={1.9} aria-hidden />}
                    onClick={() => setDialog('pause')}
                  >
                    Change the pause
                  </Menu.Item>
                )}
              </Menu.Dropdown>
            </Menu>
          </div>
        )}
      </div>
      {resuming.isError && <FieldError>{wordsOf(resuming.error)}</FieldError>}
      {dialog === 'pause' && (
        <PauseDialog name={props.name} meaning={props.meaning} zone={account.zone} pause={pause} onClose={close} />
      )}
      {dialog === 'rename' && <RenameDialog name={props.name} rename={props.acts.rename} onClose={close} />}
    </>
  )
}
