import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { contentFaultOf } from './index.ts'

const page = '%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n'
const pdf = (text: string) => contentFaultOf(Buffer.from(text, 'latin1'), 'application/pdf')

suite('内容检查 whether a paper can be read by whoever decides on it', () => {
  test('a page is a page, whatever words stand on it', () => {
    assert.equal(pdf(page), undefined)
    assert.equal(pdf(page.replace('endobj', '(about /Encrypted words and JavaScript) endobj')), undefined)
  })

  test('加密 what is locked is told apart, by a reference or in place', () => {
    assert.equal(pdf(page.replace('/Root', '/Encrypt 12 0 R /Root')), 'encrypted')
    assert.equal(pdf(page.replace('/Root', '/Encrypt<< /V 5 >> /Root')), 'encrypted')
  })

  test('夹带 what does something when it is opened, or carries other files', () => {
    for (const action of [
      '/S /JavaScript',
      '/JS (1)',
      '/S /Launch',
      '/EmbeddedFiles 3 0 R',
      '/RichMedia',
      '/XFA 4 0 R',
    ])
      assert.equal(pdf(page.replace('/Catalog', `/Catalog ${action}`)), 'active', action)
  })

  test('残缺 what has no end has not arrived whole', () => {
    assert.equal(pdf(page.slice(0, 30)), 'cut')
    const png = Buffer.from('89504e470d0a1a0a', 'hex')
    assert.equal(contentFaultOf(png, 'image/png'), 'cut')
    assert.equal(contentFaultOf(Buffer.concat([png, Buffer.from('IEND')]), 'image/png'), undefined)
    assert.equal(contentFaultOf(Buffer.from('ffd8ffe0', 'hex'), 'image/jpeg'), 'cut')
    assert.equal(contentFaultOf(Buffer.from('ffd8ffe0ffd9', 'hex'), 'image/jpeg'), undefined)
  })
})
