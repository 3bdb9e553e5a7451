import { Button } from '@mantine/core'
import { PublicPage } from './PublicPage.tsx'

/** Nothing at this address, or nothing one may see: the page does not say which. */
export function NotFound({ home }: { home: string }) {
  return (
    <PublicPage title="There is nothing here" hint="The address may be mistyped, or what was here is not yours to see.">
      <Button component="a" href={home} variant="filled">
        Go to the start
      </Button>
    </PublicPage>
  )
}
