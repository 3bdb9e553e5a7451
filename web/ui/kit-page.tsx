import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { brandCss, DEFAULT_BRAND } from '../../contract/brand.ts'
import { nonce } from '../lib/boot.ts'
import { KitLists } from './kit-lists.tsx'
import { Actions, Fields, Notes, Pictures, States, Statuses, Surfaces } from './kit-parts.tsx'
import { KitRules } from './kit-rules.tsx'
import { Page, Section, Split } from './Page.tsx'
import { Segments } from './RangePicker.tsx'

const BRANDS = [
  { value: DEFAULT_BRAND, label: 'Ours' },
  { value: '#7c2d6b', label: 'Plum' },
  { value: '#ffd400', label: 'Yellow' },
  { value: '#111111', label: 'Black' },
] as const

/** Tries a tenant's colour on the whole page, as the server would serve it. */
function useBrand(hex: string) {
  useEffect(() => {
    const style = document.createElement('style')
    style.nonce = nonce()
    style.textContent = brandCss(hex)
    document.head.append(style)
    return () => style.remove()
  }, [hex])
}

/** Every part of the kit on one page, with any brand, in either scheme: what axe and the eye go over. */
export default function KitPage() {
  const [brand, setBrand] = useState<string>(DEFAULT_BRAND)
  useBrand(brand)
  return (
    <Page
      title="Kit"
      fact="states, controls and tokens the pages share"
      actions={
        <>
          <Segments label="Brand" value={brand} options={BRANDS} onChange={setBrand} />
          <Button variant="filled" leftSection={<IconDownload size={15} stroke={2} aria-hidden />}>
            Export
          </Button>
        </>
      }
    >
      <Split>
        <Section title="Status">
          <Statuses />
        </Section>
        <Section title="Actions">
          <Actions />
        </Section>
      </Split>
      <Split>
        <States />
        <Section title="Fields">
          <Fields />
        </Section>
      </Split>
      <Section title="Notes">
        <Notes />
      </Section>
      <KitRules />
      <Pictures />
      <KitLists />
      <Section title="Surfaces and brand">
        <Surfaces />
      </Section>
    </Page>
  )
}
