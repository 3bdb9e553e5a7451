import { Menu } from '@mantine/core'
import { IconBuildingBank, IconCheck, IconSelector } from '@tabler/icons-react'
import css from './AppShell.module.css'
import { useBoot } from './Root.tsx'

/** The portal's logo, else a tile in its colour: ours on our pages, its first letter on a tenant's. */
export function Mark({ name }: { name: string }) {
  const { portal, realm } = useBoot()
  if (portal.logo) return <img className={css.logo} src={portal.logo} alt="" />
  return (
    <span className={css.mark} aria-hidden>
      {realm === 'customer' ? name.slice(0, 1).toUpperCase() : <IconBuildingBank size={17} stroke={1.8} />}
    </span>
  )
}

/** Logo and name where there is nothing to choose. */
export function Who({ name }: { name: string }) {
  return (
    <div className={css.who}>
      <Mark name={name} />
      <span className="cut">{name}</span>
    </div>
  )
}

export type Place = { id: string; name: string }

/** Logo and name that open the choice of accounts (console) or portals (supplier). */
export function WhoSwitch(props: { name: string; places: Place[]; current: string; onChoose: (id: string) => void }) {
  const { name, places, current, onChoose } = props
  if (places.length < 2) return <Who name={name} />
  return (
    <Menu position="bottom-start" width={220}>
      <Menu.Target>
        <button type="button" className={css.who}>
          <Mark name={name} />
          <span className="cut">{name}</span>
          <IconSelector size={15} stroke={1.9} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={current} onChange={onChoose}>
          {places.map((place) => (
            <Menu.RadioItem
              key={place.id}
              value={place.id}
              closeMenuOnClick
              checkIcon={<IconCheck size={15} stroke={2} aria-hidden />}
            >
              {place.name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
