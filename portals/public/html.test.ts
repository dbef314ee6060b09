import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { attribute, html } from './html.ts'

const attack = `"><script>alert(1)</script><img src=x onerror='alert(1)'>`

suite('模板 safe markup', () => {
  test('text and attributes stay what they are', () => {
    assert.equal(
      html`<p>${attack}</p>`.text,
      '<p>&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;</p>',
    )
    const { text } = html`<input value="${attack}">`
    assert.equal([...text.matchAll(/</g)].length, 1)
    assert.equal([...text.matchAll(/"/g)].length, 2)
    assert.equal(html`<p>${[html`<b>${'&'}</b>`, 1, null, false, undefined]}</p>`.text, '<p><b>&amp;</b>1</p>')
  })

  test('addresses lead to us or to secure sites, whatever was put in', () => {
    for (const address of [
      'javascript:alert(1)',
      ' java\nscript:alert(1)',
      'JAVASCRIPT:x',
      'data:text/html,x',
      '//evil.example',
      '/\\evil.example',
      'http://evil.example',
      'vbscript:x',
      '\u0001javascript:x',
    ])
      assert.equal(html`<a href="${address}">x</a>`.text, '<a href="#">x</a>', address)
    assert.equal(html`<a href="${'/items/a?q=1&lang=en'}">x</a>`.text, '<a href="/items/a?q=1&amp;lang=en">x</a>')
  })

  test('where nothing can be made safe, nothing is put', () => {
    assert.throws(() => html`<script>${attack}</script>`, /nothing is put into <script>/)
    assert.throws(() => html`<style>${attack}</style>`, /<style>/)
    assert.throws(() => html`<p onclick="${attack}">`, /onclick/)
    assert.throws(() => html`<p style="${attack}">`, /style/)
    assert.throws(() => html`<p class=${attack}>`, /quoted/)
    assert.throws(() => html`<p class='${attack}'>`, /double quotes/)
    assert.throws(() => html`<p ${attack}>`, /only attribute/)
    assert.throws(() => html`<p title="${html`<b></b>`}">`, /markup/)
    assert.throws(() => attribute('onclick', 'x'), /not set this way/)
    assert.throws(() => attribute('href', 'x'), /not set this way/)
  })

  test('attributes may be absent', () => {
    assert.equal(
      html`<li${attribute('aria-current', 'page')}${attribute('hidden', false)}${attribute('lang', '"')}>`.text,
      '<li aria-current="page" lang="&quot;">',
    )
  })

  test('书写方向 a text that turns the writing round turns nothing but itself', () => {
    const turned = '合格\u202e不予'
    assert.equal(html`<li>${turned}，共2页</li>`.text, `<li><bdi>${turned}</bdi>，共2页</li>`)
    assert.equal(html`<li>${['甲', '\u2067乙']}</li>`.text, '<li>甲<bdi>\u2067乙</bdi></li>')
    assert.equal(html`<p title="${turned}">${'甲'}</p>`.text, `<p title="${turned}">甲</p>`)
    for (const { text } of [
      html`<title>${turned} · x</title>`,
      html`<textarea name="a">${turned}</textarea>`,
      html`<option>${turned}</option>`,
    ])
      assert.ok(!text.includes('<bdi>') && text.includes(turned), 'where no element can stand')
  })

  test('what only looks like markup handed in from outside is not taken for it', () => {
    assert.equal(html`<p>${{ kind: 'other', text: '<b>' } as never}</p>`.text, '<p>[object Object]</p>')
  })
})
