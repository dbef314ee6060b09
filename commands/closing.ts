/** 收尾 What a command has opened, closed in reverse, once: when it ends, when it fails, when it is told to stop. */
export interface Closing {
  /** What is opened, or still being opened; its `close` runs when it was opened after all. */
  open<T>(opening: Promise<T>, close: (opened: T) => unknown): Promise<T>
  add(close: () => unknown): void
  /** Told to stop: whatever asks next goes no further. */
  readonly stopped: boolean
  refuseWhenStopped(): void
  stop(): Promise<void>
  close(): Promise<void>
}

class Stopped extends Error {}

export function makeClosing(): Closing {
  const steps: (() => unknown)[] = []
  let stopped = false
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= (async () => {
      let fault: unknown
      // A step that fails keeps no later one from its turn: a directory is removed though its server was lost.
      for (let step = steps.pop(); step !== undefined; step = steps.pop())
        try {
          await step()
        } catch (thrown) {
          fault ??= thrown
        }
      if (fault !== undefined) throw fault
    })()
    return closed
  }
  return {
    get stopped() {
      return stopped
    },
    refuseWhenStopped() {
      if (stopped) throw new Stopped('told to stop')
    },
    add: step => void steps.push(step),
    open(opening, closeIt) {
      steps.push(async () => {
        const opened = await opening.then(
          value => ({ value }),
          () => undefined,
        )
        if (opened) await closeIt(opened.value)
      })
      return opening
    },
    async stop() {
      stopped = true
      await close()
    },
    close,
  }
}
