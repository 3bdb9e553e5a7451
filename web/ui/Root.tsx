import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { createContext, type ReactNode, StrictMode, useContext } from 'react'
import { createRoot } from 'react-dom/client'
import { answers } from '../lib/ask.ts'
import { type Boot, nonce, readBoot } from '../lib/boot.ts'
import './custom-properties.ts'
import './styles.ts'
import { themeFor, variables } from './theme.ts'

const BootContext = createContext<Boot | null>(null)
const schemes = localStorageColorSchemeManager({ key: 'color-scheme' })

/** Name, colour and logo of the page's portal, as the server wrote them into the page. */
export function useBoot(): Boot {
  const boot = useContext(BootContext)
  if (!boot) throw new Error('useBoot outside of Root')
  return boot
}

function Root({ boot, children }: { boot: Boot; children: ReactNode }) {
  return (
    <BootContext value={boot}>
      <MantineProvider
        theme={themeFor(boot.portal.brand)}
        cssVariablesResolver={variables}
        colorSchemeManager={schemes}
        defaultColorScheme="auto"
        getStyleNonce={nonce}
      >
        <QueryClientProvider client={answers}>{children}</QueryClientProvider>
      </MantineProvider>
    </BootContext>
  )
}

/** Starts a front end in its page. */
export function start(realm: Boot['realm'], children: ReactNode): void {
  const place = document.getElementById('root')
  if (!place) throw new Error('no #root in the page')
  // The scroll lock under dialogs makes a style element of its own and looks for the nonce here.
  Object.assign(globalThis, { __webpack_nonce__: nonce() })
  createRoot(place).render(
    <StrictMode>
      <Root boot={readBoot(realm)}>{children}</Root>
    </StrictMode>,
  )
}
