// 通行密钥 The few lines a passkey needs. Without them these forms stay unseen, and one signs in by password and code.
for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) continue
  const answer = form.elements.namedItem('answer')
  const failed = form.querySelector('[role=status]')
  const go = form.querySelector('button')
  form.hidden = false
  // A page that comes back from the browser's memory asks anew.
  addEventListener('pageshow', () => {
    answer.value = ''
  })
  form.addEventListener('submit', async event => {
    if (answer.value !== '') return
    event.preventDefault()
    // The device is asked once, however often one presses meanwhile.
    if (go.hasAttribute('aria-busy')) return
    go.setAttribute('aria-busy', 'true')
    failed.hidden = true
    try {
      const asked = await fetch(form.dataset.passkey, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
      if (!asked.ok) throw new Error(String(asked.status))
      const options = await asked.json()
      const credential = options.rp
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })
      answer.value = JSON.stringify(credential)
      form.requestSubmit()
    } catch {
      failed.hidden = false
    } finally {
      go.removeAttribute('aria-busy')
    }
  })
}
