import {
  ActionIcon,
  Button,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  Popover,
  Switch,
  Tooltip,
} from '@mantine/core'
import { brandPalette, DEFAULT_BRAND } from '../../contract/brand.ts'
import controls from './controls.module.css'

const sans =
  '"Inter Variable", Inter, "Inter Fallback", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
const mono = '"Geist Mono Variable", ui-monospace, SFMono-Regular, Menlo, Consolas, monospace'

const parts = {
  Button: Button.extend({
    defaultProps: { size: 'sm', variant: 'default' },
    classNames: { root: controls.button },
  }),
  ActionIcon: ActionIcon.extend({
    defaultProps: { variant: 'subtle', color: 'gray', size: 28 },
    classNames: { root: controls.icon },
  }),
  Input: Input.extend({ classNames: { input: controls.input, wrapper: controls.inputWrapper } }),
  InputWrapper: Input.Wrapper.extend({
    defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] },
    classNames: { root: controls.field, label: controls.label, description: controls.hint, error: controls.error },
  }),
  Menu: Menu.extend({
    defaultProps: {
      shadow: 'sm',
      radius: 'md',
      position: 'bottom-end',
      offset: 6,
      withInitialFocusPlaceholder: false,
    },
    classNames: { dropdown: controls.menu, item: controls.menuItem, label: controls.menuLabel },
  }),
  Popover: Popover.extend({
    defaultProps: { shadow: 'sm', radius: 'md', offset: 6 },
    classNames: { dropdown: controls.popover },
  }),
  Modal: Modal.extend({
    defaultProps: { size: 440, radius: 'xl', centered: true, closeButtonProps: { 'aria-label': 'Close' } },
  }),
  Checkbox: Checkbox.extend({ classNames: { input: controls.check, icon: controls.checkIcon } }),
  Switch: Switch.extend({ defaultProps: { withThumbIndicator: false }, classNames: { track: controls.track } }),
  Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300 }, classNames: { tooltip: controls.tooltip } }),
}

/** Mantine's theme for one brand colour; every measure is from the visual direction. */
export function themeFor(brand: string = DEFAULT_BRAND) {
  const shades = brandPalette(brand).shades as unknown as MantineColorsTuple // always ten: tested in contract/brand
  return createTheme({
    fontFamily: sans,
    fontFamilyMonospace: mono,
    fontSmoothing: true,
    cursorType: 'pointer',
    focusRing: 'auto',
    colors: { brand: shades },
    primaryColor: 'brand',
    primaryShade: { light: 8, dark: 6 },
    autoContrast: true,
    luminanceThreshold: 0.179,
    white: '#fff',
    black: '#000',
    respectReducedMotion: true,
    fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '17px', xl: '22px' },
    lineHeights: { xs: '1.333', sm: '1.385', md: '1.43', lg: '1.41', xl: '1.27' },
    spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
    radius: { xs: '4px', sm: '6px', md: '8px', lg: '10px', xl: '12px' },
    defaultRadius: 'sm',
    shadows: { xs: 'var(--e1)', sm: 'var(--e2)', md: 'var(--e2)', lg: 'var(--e3)', xl: 'var(--e3)' },
    components: parts,
  })
}

/** Mantine's own variables say what our tokens say, so a part we did not restyle still fits. */
export const variables: CSSVariablesResolver = () => {
  const ours = {
    '--mantine-color-body': 'var(--sheet)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-bright': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-3)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-border': 'var(--line-2)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-error': 'var(--neg)',
    '--mantine-color-anchor': 'var(--ink)',
    '--mantine-color-brand-filled': 'var(--brand)',
    '--mantine-color-brand-filled-hover': 'var(--brand-hover)',
    '--mantine-primary-color-filled': 'var(--brand)',
    '--mantine-primary-color-filled-hover': 'var(--brand-hover)',
    '--mantine-primary-color-contrast': 'var(--on-brand)',
  }
  return { variables: {}, light: ours, dark: ours }
}
