import { type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconDots, IconLogout, IconShieldLock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { initials } from '../lib/format.ts'
import css from './AppShell.module.css'

export type UserMenuProps = {
  name: string
  /** Role or company, under the name. */
  detail: string
  /** Where one changes the own login; left out for who cannot. */
  security: string | undefined
  onLogOut: () => void
  texts: {
    menu: string
    security: string
    appearance: string
    system: string
    light: string
    dark: string
    logOut: string
  }
}

/** Who is signed in: choice of colour scheme, and the way out. */
export function UserMenu({ name, detail, security, onLogOut, texts }: UserMenuProps) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const choices: [MantineColorScheme, string][] = [
    ['auto', texts.system],
    ['light', texts.light],
    ['dark', texts.dark],
  ]
  return (
    <Menu position="top-start" width={208}>
      <Menu.Target>
        <button type="button" className={css.me} aria-label={`${texts.menu}: ${name}`}>
          <span className={css.avatar}>{initials(name)}</span>
          <span className={css.names}>
            <span className={`${css.block} strong cut`}>{name}</span>
            <span className={`${css.block} small quiet cut`}>{detail}</span>
          </span>
          <IconDots size={16} stroke={2} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{texts.appearance}</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(chosen) => setColorScheme(chosen as MantineColorScheme)} /* one of `choices` */
        >
          {choices.map(([scheme, label]) => (
            <Menu.RadioItem key={scheme} value={scheme} checkIcon={<IconCheck size={15} stroke={2} aria-hidden />}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        {security !== undefined && (
          <Menu.Item component={Link} to={security} leftSection={<IconShieldLock size={16} stroke={1.9} aria-hidden />}>
            {texts.security}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.9} aria-hidden />} onClick={onLogOut}>
          {texts.logOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
