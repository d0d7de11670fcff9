import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

export class AwsCallError extends Error {
  override readonly name = 'AwsCallError'
}

interface Waiting {
  readonly operation: string
  readonly resolve: (output: JsonObject) => void
  readonly reject: (error: Error) => void
}

/** The API of AWS by the names that boto3 gives it, over one process that lives as long as this. */
export class AwsCalls {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #waiting: Waiting[] = []
  #complaints = ''

  /** @param programs folder of the Python environment. @param variables endpoint, keys and region, as the SDKs read them */
  constructor(programs: string, variables: NodeJS.ProcessEnv) {
    this.#child = spawn(join(programs, 'python'), [join(import.meta.dirname, 'call-aws.py')], { env: variables })
    this.#child.stderr.on('data', (chunk: Buffer) => (this.#complaints += chunk.toString()))
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#settle(line))
    this.#child.once('close', () => {
      for (const { reject, operation } of this.#waiting.splice(0))
        reject(new AwsCallError(`${operation}: the process that calls has ended. ${this.#complaints.slice(-500)}`))
    })
  }

  /**
   * @param operation `service:operation_name`, for example `rds:describe_db_instances`
   * @throws AwsCallError with what the service said
   */
  async call(operation: string, input: JsonObject = {}): Promise<JsonObject> {
    const [service = '', name = ''] = operation.split(':')
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ operation, resolve, reject })
      this.#child.stdin.write(`${JSON.stringify({ service, operation: name, input })}\n`)
    })
  }

  close(): void {
    this.#child.stdin.end()
  }

  #settle(line: string): void {
    const first = this.#waiting.shift()
    if (first === undefined) return
    const { output, error } = JSON.parse(line) as { output?: JsonObject; error?: string }
    if (output === undefined) first.reject(new AwsCallError(`${first.operation}: ${error}`))
    else first.resolve(output)
  }
}
