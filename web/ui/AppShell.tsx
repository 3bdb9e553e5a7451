import { Menu, Tooltip } from '@mantine/core'
import { IconMenu2 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ComponentType, ReactNode } from 'react'
import { count } from '../lib/format.ts'
import css from './AppShell.module.css'

export type NavItem = {
  to: string
  label: string
  icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: true }>
  count?: number
  /** Only when the address is exactly this one: for a home page that every other address begins with. */
  exact?: boolean
}
export type NavGroup = { label?: string; items: NavItem[] }

export type AppShellProps = {
  /** Logo and name, or a menu to switch the account. Drawn in the sidebar and in the phone's top bar. */
  who: ReactNode
  groups: NavGroup[]
  /** The phone's tabs, at most five with the "More" that holds the rest. */
  tabs: string[]
  user: ReactNode
  texts: { skip: string; navigation: string; more: string }
  children: ReactNode
}

function Item({ item }: { item: NavItem }) {
  const Icon = item.icon
  return (
    <Tooltip label={item.label} position="right" openDelay={500} events={{ hover: true, focus: false, touch: false }}>
      <Link to={item.to} className={css.item} activeOptions={{ exact: item.exact ?? false, includeSearch: false }}>
        <Icon size={17} stroke={1.7} aria-hidden />
        <span>{item.label}</span>
        {item.count ? <span className={`${css.pill} num`}>{count(item.count)}</span> : null}
      </Link>
    </Tooltip>
  )
}

function Tab({ item }: { item: NavItem }) {
  const Icon = item.icon
  return (
    <Link to={item.to} className={css.tab} activeOptions={{ exact: item.exact ?? false, includeSearch: false }}>
      <Icon size={22} stroke={1.7} aria-hidden />
      {item.label}
      {item.count ? <span className={`${css.pill} num`}>{count(item.count)}</span> : null}
    </Link>
  )
}

function More({ items, label }: { items: NavItem[]; label: string }) {
  return (
    <Menu position="top-end">
      <Menu.Target>
        <button type="button" className={css.tab}>
          <IconMenu2 size={22} stroke={1.7} aria-hidden />
          {label}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {items.map(({ to, label: name, icon: Icon }) => (
          <Menu.Item key={to} component={Link} to={to} leftSection={<Icon size={17} stroke={1.7} aria-hidden />}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Tabs({ groups, tabs, texts }: Pick<AppShellProps, 'groups' | 'tabs' | 'texts'>) {
  const all = groups.flatMap((group) => group.items)
  const shown = tabs.flatMap((to) => all.filter((item) => item.to === to))
  const rest = all.filter((item) => !tabs.includes(item.to))
  return (
    <nav className={css.tabs} aria-label={texts.navigation}>
      {shown.map((item) => (
        <Tab key={item.to} item={item} />
      ))}
      {rest.length > 0 && <More items={rest} label={texts.more} />}
    </nav>
  )
}

function Group({ group }: { group: NavGroup }) {
  return (
    <>
      {group.label && <div className={css.cap}>{group.label}</div>}
      <div className={css.nav}>
        {group.items.map((item) => (
          <Item key={item.to} item={item} />
        ))}
      </div>
    </>
  )
}

/** Canvas, sidebar, sheet; on a phone top bar and tabs. Pages are children of the sheet. */
export function AppShell({ who, groups, tabs, user, texts, children }: AppShellProps) {
  return (
    <div className={css.app}>
      <a className={css.skip} href="#content">
        {texts.skip}
      </a>
      <div className={css.side}>
        {who}
        <nav aria-label={texts.navigation}>
          {groups.map((group, index) => (
            <Group key={group.label ?? index} group={group} />
          ))}
        </nav>
        <div className={css.foot}>{user}</div>
      </div>
      <header className={css.top}>
        {who}
        {user}
      </header>
      <main className={css.sheet} id="content" tabIndex={-1}>
        {children}
      </main>
      <Tabs groups={groups} tabs={tabs} texts={texts} />
    </div>
  )
}
