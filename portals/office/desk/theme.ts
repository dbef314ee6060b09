import type { ThemeConfig } from 'antd'

const style = getComputedStyle(document.documentElement)
const token = (name: string): string => style.getPropertyValue(`--${name}`).trim()
const pixels = (name: string): number => Number.parseFloat(token(name))

/** 主题 The desk's skin, from the one list of colours, sizes and type. */
export const theme: ThemeConfig = {
  cssVar: { prefix: 'ant', key: 'desk' },
  hashed: false,
  token: {
    colorPrimary: token('action'),
    colorLink: token('action'),
    colorLinkHover: token('action-pressed'),
    colorError: token('cinnabar'),
    colorWarning: token('amber'),
    colorSuccess: token('jade'),
    colorText: token('ink'),
    colorTextSecondary: token('ink-soft'),
    colorTextTertiary: token('ink-soft'),
    colorTextQuaternary: token('ink-soft'),
    colorTextPlaceholder: token('ink-soft'),
    colorTextDescription: token('ink-soft'),
    colorBorder: token('hairline-strong'),
    colorBorderSecondary: token('hairline'),
    borderRadius: pixels('radius'),
    fontFamily: token('sans'),
    fontSize: pixels('size'),
    controlHeight: pixels('row'),
    motion: false,
  },
}
