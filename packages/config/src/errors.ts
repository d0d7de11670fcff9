/** Something in the configuration is wrong. The message says where, and what to do. */
export class ConfigurationError extends Error {
  override readonly name: string = 'ConfigurationError'
  /** One line per finding: `environments/local.json: services.frontDor: …`. */
  readonly findings: readonly string[]

  constructor(message: string, findings: readonly string[] = [], options?: ErrorOptions) {
    super(
      findings.length === 0 ? message : `${message}\n${findings.map((finding) => `  - ${finding}`).join('\n')}`,
      options,
    )
    this.findings = findings
  }
}

export class EnvironmentNotFoundError extends ConfigurationError {
  override readonly name = 'EnvironmentNotFoundError'
}

/** A secret is missing, too weak, or cannot be read. */
export class SecretError extends Error {
  override readonly name = 'SecretError'
}
