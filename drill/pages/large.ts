import { drawAsUsual, drawWhole } from '../../test/harness/browser.ts'

/**
 * 大字 What is smaller than it must be: text below 18 px, lines closer than 1.5, what is pressed below 60 px high or wide. A link within a sentence is
 * read, not aimed at; the words of a drawing are as large as they are drawn.
 */
export const tooSmall = `(() => {
  ${drawWhole}
  const said = one => (one.textContent || one.name || one.type).trim().replace(/\\s+/g, ' ').slice(0, 30)
  const seen = one => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.unseen, .skip')
  const faults = new Set()
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (words.nextNode()) {
    const { parentElement: one, textContent } = words.currentNode
    if (textContent.trim() === '' || !seen(one) || one.closest('script, style, title, option')) continue
    const style = getComputedStyle(one)
    const drawing = one.closest('svg')
    const scale = drawing ? drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width : 1
    const size = parseFloat(style.fontSize) * scale
    if (size < 18) faults.add('text of ' + size + ' px: ' + said(one))
    const line = parseFloat(style.lineHeight) / parseFloat(style.fontSize)
    if (!drawing && line < 1.49) faults.add('lines ' + line.toFixed(2) + ' apart: ' + said(one))
  }
  const read = link => link.parentElement.matches('p, span, strong, h1, h2, h3, blockquote')
    && link.parentElement.textContent.trim() !== link.textContent.trim()
  for (const one of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    if (!seen(one) || (one.matches('a') && read(one))) continue
    const { width, height } = (one.matches('[type=radio], [type=checkbox]') ? one.closest('label') : one).getBoundingClientRect()
    if (height < 59.5 || width < 59.5) faults.add('a target of ' + Math.round(width) + ' × ' + Math.round(height) + ': ' + one.tagName + ' ' + said(one))
  }
  for (const one of document.querySelectorAll('dialog[open], [popover]:popover-open')) faults.add('a pop-up: ' + said(one))
  ${drawAsUsual}
  return [...faults]
})()`
