import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { makeVoice } from './voice.ts'

const listen = (isTTY: boolean) => {
  const said: string[] = []
  const stream = { isTTY, write: (text: string) => said.push(text) }
  return { voice: makeVoice({ out: stream, err: stream }), heard: () => said.join('') }
}

suite('说话 progress', () => {
  test('whoever has no terminal sees a line grow, and nothing that is written over', () => {
    const { voice, heard } = listen(false)
    voice.fold('half')
    voice.follow('opening', 'database')
    assert.equal(heard(), 'opening: database', 'it is there at once')
    voice.follow('opening', 'content')
    voice.follow('month', '3 days')
    voice.follow('month', '30 days')
    voice.say('open')
    voice.follow('next', 'one')
    voice.print('done\n')
    assert.equal(heard(), 'opening: database · content\nmonth: 3 days · 30 days\nopen\nnext: one\ndone\n')
  })

  test('on a terminal what was folded is written over, what grew stays', () => {
    const { voice, heard } = listen(true)
    voice.fold('a')
    voice.fold('b')
    voice.follow('month', '3')
    voice.say('open')
    assert.equal(heard(), 'a\r\x1b[Kb\r\x1b[Kmonth: 3\nopen\n')
  })
})
