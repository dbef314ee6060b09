import type pg from 'pg'

/** The part of pg's wire connection that COPY needs and its published types leave out. */
interface Wire {
  readonly stream: {
    pause(): unknown
    resume(): unknown
    writableNeedDrain: boolean
    once(event: string, f: () => void): unknown
  }
  query(text: string): void
  sendCopyFromChunk(chunk: Uint8Array): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
}

interface CopyCommand extends pg.Submittable {
  callback: (error?: Error | null) => void
  handleError(error: Error): void
  handleReadyForQuery(): void
}

const highWater = 1 << 20

/** `COPY … TO STDOUT` as a stream of bytes; the socket is paused while the reader is more than 1 MiB behind. */
export function copyOut(client: pg.Client, text: string): AsyncIterable<Buffer> {
  const chunks: Buffer[] = []
  let waiting = 0
  let done = false
  let failure: Error | undefined
  let wake: () => void = () => {}
  let wire: Wire | undefined
  const command: CopyCommand & { handleCopyData(message: { chunk: Buffer }): void; handleCommandComplete(): void } = {
    callback: () => {},
    submit(connection) {
      wire = connection as unknown as Wire
      wire.query(text)
    },
    handleCopyData({ chunk }) {
      chunks.push(Buffer.from(chunk))
      waiting += chunk.length
      if (waiting > highWater) wire?.stream.pause()
      wake()
    },
    handleCommandComplete() {},
    handleError(error) {
      failure = error
      done = true
      wake()
    },
    handleReadyForQuery() {
      done = true
      wake()
    },
  }
  client.query(command)
  return {
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const chunk = chunks.shift()
        if (chunk) {
          waiting -= chunk.length
          if (waiting <= highWater) wire?.stream.resume()
          yield chunk
        } else if (done) {
          if (failure) throw failure
          return
        } else {
          await new Promise<void>(resolve => {
            wake = resolve
          })
        }
      }
    },
  }
}

/** `COPY … FROM STDIN`, fed by an iterable; resolves to the rows taken, after the server has confirmed. */
export function copyIn(
  client: pg.Client,
  text: string,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0
    let settled = false
    let sourceError: unknown
    const fail = (error: unknown) => {
      settled = true
      reject(sourceError ?? error)
    }
    const feed = async (wire: Wire) => {
      try {
        for await (const chunk of source) {
          if (settled) return
          wire.sendCopyFromChunk(chunk)
          if (wire.stream.writableNeedDrain) await new Promise<void>(drained => wire.stream.once('drain', drained))
        }
        if (!settled) wire.endCopyFrom()
      } catch (error) {
        sourceError = error
        wire.sendCopyFail('the source of the copy failed')
      }
    }
    const command: CopyCommand & {
      handleCopyInResponse(connection: Wire): void
      handleCommandComplete(message: { text: string }): void
    } = {
      callback: () => {},
      submit: connection => (connection as unknown as Wire).query(text),
      handleCopyInResponse: connection => void feed(connection),
      handleCommandComplete: message => {
        rows = Number(/^COPY (\d+)/.exec(message.text)?.[1] ?? 0)
      },
      handleError: fail,
      handleReadyForQuery: () => {
        settled = true
        resolve(rows)
      },
    }
    client.query(command)
  })
}
