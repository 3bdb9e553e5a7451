import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import css from './Dialog.module.css'

/** Only for money and what cannot be undone. A sheet from below on a phone. */
export function Dialog(props: { title: string; opened: boolean; onClose: () => void; children: ReactNode }) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      transitionProps={{ transition: 'fade-up', duration: 180 }}
      classNames={{
        content: css.content ?? '',
        header: css.header ?? '',
        title: css.title ?? '',
        body: css.body ?? '',
        overlay: css.overlay ?? '',
        inner: css.inner ?? '',
      }}
    >
      {props.children}
    </Modal>
  )
}

/** The row of buttons that ends a dialog; the last one does it and says what. */
export const DialogActions = ({ children }: { children: ReactNode }) => <div className={css.actions}>{children}</div>
