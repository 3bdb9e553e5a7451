import {
  IconArrowBackUp,
  IconBan,
  IconCheck,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconCopy,
  IconFlask,
  IconHelpCircle,
  IconPlayerPause,
  IconX,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import css from './Status.module.css'

export type Tone = 'pos' | 'neg' | 'warn' | 'info' | 'viol' | 'neu'
type Look = { tone: Tone; icon: ComponentType<{ size?: number; stroke?: number; className?: string }>; word: string }

const looks = {
  accepted: { tone: 'pos', icon: IconCircleCheck, word: 'Accepted' },
  active: { tone: 'pos', icon: IconCircleCheck, word: 'Active' },
  live: { tone: 'pos', icon: IconCircleCheck, word: 'Live' },
  approved: { tone: 'pos', icon: IconCheck, word: 'Approved' },
  duplicated: { tone: 'neu', icon: IconCopy, word: 'Duplicated' },
  failed: { tone: 'neg', icon: IconCircleX, word: 'Failed' },
  denied: { tone: 'neg', icon: IconX, word: 'Denied' },
  test: { tone: 'info', icon: IconFlask, word: 'Test' },
  returned: { tone: 'viol', icon: IconArrowBackUp, word: 'Returned' },
  pending: { tone: 'warn', icon: IconClock, word: 'Pending' },
  changed: { tone: 'warn', icon: IconClock, word: 'Changed since' },
  paused: { tone: 'warn', icon: IconPlayerPause, word: 'Paused' },
  cancelled: { tone: 'neu', icon: IconBan, word: 'Cancelled' },
  archived: { tone: 'neu', icon: IconBan, word: 'Archived' },
  unknown: { tone: 'warn', icon: IconHelpCircle, word: 'To settle' },
  in_process: { tone: 'info', icon: IconClock, word: 'In process' },
} as const satisfies Record<string, Look>

export type State = keyof typeof looks
export const STATES = Object.keys(looks) as State[] // Object.keys forgets the literal keys

/** A state as a tinted badge. `word` replaces the usual one: "Paused by you". */
export function StatusBadge({ state, word }: { state: State; word?: string }) {
  const look: Look = looks[state]
  const Icon = look.icon
  return (
    <span className={css.badge} data-tone={look.tone}>
      <Icon size={13} stroke={2} aria-hidden />
      {word ?? look.word}
    </span>
  )
}

const NORMAL: readonly State[] = ['accepted', 'active', 'live', 'approved']

/** In tables: what is normal is a glyph and a word, what is not is a badge. */
export function Status({ state, word }: { state: State; word?: string }) {
  if (!NORMAL.includes(state)) return <StatusBadge state={state} {...(word && { word })} />
  const look: Look = looks[state]
  const Icon = look.icon
  return (
    <span className={css.plain} data-tone={look.tone}>
      <Icon size={15} stroke={1.9} aria-hidden />
      {word ?? look.word}
    </span>
  )
}

/** Only the glyph, named for those who do not see it. */
export function StatusGlyph({ state, size = 16 }: { state: State; size?: number }) {
  const look: Look = looks[state]
  const Icon = look.icon
  return (
    <span className={css.glyph} data-tone={look.tone} role="img" aria-label={look.word}>
      <Icon size={size} stroke={1.9} />
    </span>
  )
}
