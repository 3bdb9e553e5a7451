import { Button } from '@mantine/core'
import { useState } from 'react'
import { MOST_LOGO_BYTES, removeLogo, setLogo } from '../../../contract/api/portals.ts'
import { call } from '../../lib/api.ts'
import { FileDrop } from '../../ui/FileDrop.tsx'
import { Form, TextField } from '../../ui/fields.tsx'
import { useChange, wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'
import css from './portal.module.css'
import { type Portal, usePortal } from './portal.ts'

/** As the contract wants it: the bytes in base64. */
function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(new Error('The file could not be read.'))
    reader.readAsDataURL(file)
  })
}

function useLogo() {
  const account = useAccount()
  const { asked, keep } = usePortal()
  const params = { account: account.id }
  const change = useChange(
    async (from: File | string | null) => {
      if (from === null) await call(removeLogo, { params })
      else {
        const body = typeof from === 'string' ? { url: from } : { data: await base64Of(from) }
        keep(await call(setLogo, { params, body }))
      }
    },
    () => void asked.refetch(),
  )
  return { change, mayRemove: asked.data?.logo != null }
}

/** By file or by address; taken as soon as it is chosen. */
export function LogoForm({ portal }: { portal: Portal }) {
  const { change, mayRemove } = useLogo()
  const [file, setFile] = useState<File | null>(null)
  const [url, setUrl] = useState('')
  const tooLarge = file && file.size > MOST_LOGO_BYTES ? 'A logo has at most 256 kB.' : null
  const choose = (chosen: File) => {
    setFile(chosen)
    change.reset()
    if (chosen.size <= MOST_LOGO_BYTES) change.mutate(chosen)
  }
  const fetchIt = () => {
    setFile(null)
    if (url.trim()) change.mutate(url.trim())
  }
  const general = wrongElsewhere(change.error, ['url', 'data'])
  return (
    <Form label="Logo" onSubmit={fetchIt}>
      {portal.logo && (
        <div className={css.logos}>
          {(['light', 'dark'] as const).map((scheme) => (
            <span key={scheme} className={css.plate} data-scheme={scheme}>
              <img src={portal.logo?.path} alt={`Logo on ${scheme}`} />
            </span>
          ))}
        </div>
      )}
      <FileDrop
        label="Logo"
        invitation={portal.logo ? 'Choose another picture, or drop it here' : 'Choose a picture, or drop it here'}
        hint="PNG, JPEG, WebP or GIF; at most 256 kB"
        accept="image/png,image/jpeg,image/webp,image/gif"
        file={file}
        onFile={choose}
        error={tooLarge ?? wrongIn(change.error, 'data')}
      />
      <div className={css.fetch}>
        <TextField
          label="Or its public address"
          type="url"
          inputMode="url"
          placeholder="https://"
          value={url}
          error={wrongIn(change.error, 'url')}
          hint="It is fetched once and served by your portal from then on."
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <Button type="submit" loading={change.isPending}>
          Fetch
        </Button>
      </div>
      {general && <Note tone="neg" strong={general} live />}
      {change.isSuccess && <Note tone="pos" strong="Saved." live />}
      {mayRemove && (
        <div>
          <Button
            variant="subtle"
            disabled={change.isPending}
            onClick={() => {
              setFile(null)
              change.mutate(null)
            }}
          >
            Remove the logo
          </Button>
        </div>
      )}
    </Form>
  )
}
