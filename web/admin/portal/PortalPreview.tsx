import type { CSSProperties } from 'react'
import type { BrandPalette, BrandRoles } from '../../../contract/brand.ts'
import css from './portal.module.css'
import type { Portal } from './portal.ts'

// custom properties are all that a component may set; the sheet makes colours of them
const rolesOf = (roles: BrandRoles): CSSProperties => ({
  '--fill': roles.brand,
  '--on-fill': roles.onBrand,
  '--line': roles.line,
  '--ring': roles.ring,
})

/** How a customer meets it: the log-in, light and dark. */
export function PortalPreview({ portal, palette }: { portal: Portal; palette: BrandPalette }) {
  return (
    <div className={css.previews} aria-hidden>
      {(['light', 'dark'] as const).map((scheme) => (
        <div key={scheme} className={css.preview} data-scheme={scheme} style={rolesOf(palette[scheme])}>
          <div className={css.previewWho}>
            {portal.logo ? (
              <img src={portal.logo.path} alt="" />
            ) : (
              <span className={css.previewMark}>{portal.companyName.slice(0, 1).toUpperCase()}</span>
            )}
            <span className="cut">{portal.companyName}</span>
          </div>
          <span className={css.previewField} />
          <span className={css.previewField} />
          <span className={css.previewButton}>Log in</span>
        </div>
      ))}
    </div>
  )
}
