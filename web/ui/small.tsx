import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { type CSSProperties, type ReactNode, useEffect, useState } from 'react'
import css from './small.module.css'

/** The name of a key. */
export const KeyCap = ({ children }: { children: string }) => <kbd className={css.key}>{children}</kbd>

// a custom property is all that a component may set; the sheet makes a width of it
const share = (percent: number): CSSProperties => ({ '--share': Math.min(100, Math.max(0, percent)) })

/** How much of a cap is used: brand, from 80 % warning, full negative. What happens next stands at the right. */
export function UsageBar(props: { used: number; limit: number; label: string; next?: ReactNode; off?: boolean }) {
  const percent = props.limit > 0 ? (props.used / props.limit) * 100 : 0
  const level = props.off ? 'off' : percent >= 100 ? 'full' : percent >= 80 ? 'high' : 'calm'
  return (
    <div className={css.usage}>
      <div className={`${css.usageHead} num`}>
        <span>{props.label}</span>
        {props.next && <span className="quiet">{props.next}</span>}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a meter element cannot be drawn alike in all browsers */}
      <div
        className={css.track}
        data-level={level}
        role="meter"
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={props.limit}
        aria-valuenow={Math.min(props.used, props.limit)}
      >
        <span className={css.fill} style={share(percent)} />
      </div>
    </div>
  )
}

/** Reasons and how often each, as quiet bars. */
export function Reasons({ rows }: { rows: readonly { id?: string; name: string; count: number; text: string }[] }) {
  const most = Math.max(1, ...rows.map((row) => row.count))
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.id ?? row.name} className={css.reason}>
          <div className={css.reasonHead}>
            <span>{row.name}</span>
            <span className="num">{row.text}</span>
          </div>
          <div className={css.track}>
            <span className={css.fill} style={share((row.count / most) * 100)} />
          </div>
        </li>
      ))}
    </ul>
  )
}

/** A row's trend, without axes; the row itself has the figures, so it says nothing to a screen reader. */
export function Sparkline({ values }: { values: readonly number[] }) {
  const high = Math.max(...values, 1)
  const step = values.length > 1 ? 72 / (values.length - 1) : 0
  const points = values.map((value, i) => `${(i * step).toFixed(1)} ${(19 - (value / high) * 18).toFixed(1)}`)
  return (
    <svg className={css.spark} viewBox="0 0 72 20" aria-hidden="true">
      {values.length > 1 && <path d={`M${points.join('L')}`} />}
    </svg>
  )
}

/** Copies a text and says so. With `label` it is a button with words. */
export function CopyButton({ text, name, label }: { text: string; name: string; label?: string }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1_600)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () => navigator.clipboard.writeText(text).then(() => setCopied(true))
  const icon = copied ? <IconCheck size={15} stroke={2} aria-hidden /> : <IconCopy size={15} stroke={1.9} aria-hidden />
  const said = (
    <span className="off" role="status">
      {copied ? 'Copied' : ''}
    </span>
  )
  if (label) {
    return (
      <Button variant="subtle" size="xs" leftSection={icon} onClick={copy}>
        {copied ? 'Copied' : label}
      </Button>
    )
  }
  return (
    <Tooltip label={copied ? 'Copied' : name}>
      <ActionIcon aria-label={name} onClick={copy}>
        {icon}
        {said}
      </ActionIcon>
    </Tooltip>
  )
}
