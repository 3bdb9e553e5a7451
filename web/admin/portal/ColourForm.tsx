import { useState } from 'react'
import { brandPalette, normalHex } from '../../../contract/brand.ts'
import { Form, TextField } from '../../ui/fields.tsx'
import { wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { PortalPreview } from './PortalPreview.tsx'
import css from './portal.module.css'
import { type Portal, usePortalChange } from './portal.ts'
import { Saving, type StepProps } from './Saving.tsx'

/** The one accent of the portal; what is written on it stays readable whatever it is. */
export function ColourForm({ portal, done }: { portal: Portal } & StepProps) {
  const [typed, setTyped] = useState(portal.brand)
  const change = usePortalChange(done?.go)
  const hex = normalHex(typed)
  const set = (text: string) => {
    change.reset()
    setTyped(text)
  }
  return (
    <Form label="Colour" onSubmit={() => change.mutate({ brand: typed })}>
      <TextField
        label="Colour"
        hint="Of buttons and of what is chosen. Text on it turns black or white by itself."
        classNames={{ input: 'mono' }}
        leftSection={
          <input
            type="color"
            className={css.swatch}
            aria-label="Pick the colour"
            value={hex ?? portal.brand}
            onChange={(event) => set(event.currentTarget.value)}
          />
        }
        leftSectionWidth={38}
        leftSectionPointerEvents="all"
        value={typed}
        error={wrongIn(change.error, 'brand') ?? (hex ? null : 'Write it like #3550c8.')}
        onChange={(event) => set(event.currentTarget.value)}
      />
      <PortalPreview portal={portal} palette={brandPalette(hex ?? portal.brand)} />
      <Saving change={change} error={wrongElsewhere(change.error, ['brand'])} done={done} />
    </Form>
  )
}
