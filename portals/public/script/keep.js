// 随填随存 What is typed is kept by the city while it is typed. Without this script each page is kept when it is sent, as ever.
for (const form of document.querySelectorAll('form[data-keep]')) {
  if (!globalThis.crypto?.randomUUID) continue
  const line = form.querySelector('.keeping')
  // How often this page has been heard: what was overtaken on its way counts no more.
  const turn = Object.assign(document.createElement('input'), { type: 'hidden', name: 'turn', value: '0' })
  form.append(turn)
  const wait = { typing: 2_000, longest: 10_000, again: 4_000, rarest: 60_000, answer: 20_000 }
  let timer
  let since = 0
  let again = 0
  let changed = false
  let under = 0
  let over = false
  let away = false
  let going = false

  const say = (word, time = '') => {
    const text = line.dataset[word].replace('{time}', time)
    if (line.textContent !== text) line.textContent = text
  }
  const later = milliseconds => {
    clearTimeout(timer)
    timer = setTimeout(keep, milliseconds)
  }
  function words() {
    turn.value = String(Number(turn.value) + 1)
    const said = new FormData(form)
    for (const { name, type } of form.elements) if (/^(?:password|file)$/.test(type)) said.delete(name)
    said.set('drawn', said.get('key'))
    said.set('key', crypto.randomUUID())
    said.set('step', 'typed')
    return said
  }

  /** Whether the city has heard it. */
  async function keep(leaving = false) {
    clearTimeout(timer)
    if (!changed || over || (under > 0 && !leaving)) return false
    changed = false
    since = 0
    under++
    let kept = false
    try {
      const body = words()
      const small = new Blob([...body.values()]).size < 50_000
      const { status } = await fetch(form.dataset.keep, {
        ...{ method: 'POST', body, redirect: 'manual', keepalive: leaving === true && small },
        signal: AbortSignal.timeout(wait.answer),
      })
      if (status >= 500 || status === 429) throw new Error(String(status))
      kept = status === 204
      over = !kept
      away = false
      again = 0
      const now = new Date().toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' })
      if (kept) say('kept', now)
      else say(status === 401 ? 'expired' : 'refused')
    } catch (fault) {
      changed = true
      away = fault.name === 'TypeError' || fault.name === 'TimeoutError'
      again = Math.min(again * 2 || wait.again, wait.rarest)
      say('away')
    }
    under--
    if (changed && !over) later(again || wait.typing)
    return kept
  }

  form.addEventListener('input', () => {
    changed = true
    since ||= Date.now()
    if (again === 0) later(Math.max(0, Math.min(wait.typing, since + wait.longest - Date.now())))
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void keep(true)
  })
  addEventListener('pagehide', () => keep(true))
  addEventListener('online', () => keep())
  form.addEventListener('submit', async event => {
    clearTimeout(timer)
    if (!going && (changed || away) && !over) {
      // Where nobody answers, the page would be gone with what was typed: it is heard first, and else stays.
      event.preventDefault()
      changed = true
      going = true
      await keep()
      if (!away) form.requestSubmit(event.submitter)
      going = false
      return
    }
    changed = false
    turn.value = String(Number(turn.value) + 1)
  })
}
