/** Of a task definition, as ECS describes it, what running a task needs. */
export interface TaskDefinition {
  readonly taskDefinitionArn: string
  readonly family: string
  readonly cpu: string
  readonly memory: string
  readonly containerDefinitions: readonly ContainerDefinition[]
  readonly volumes?: readonly Volume[]
}

export interface ContainerDefinition {
  readonly name: string
  readonly image: string
  readonly command?: readonly string[]
  readonly environment?: readonly Variable[]
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[]
  readonly mountPoints?: readonly { readonly sourceVolume?: string; readonly containerPath?: string }[]
  readonly logConfiguration?: { readonly options?: Readonly<Record<string, string>> }
}

export interface Volume {
  readonly name: string
  readonly efsVolumeConfiguration?: { readonly fileSystemId: string }
}

export interface Variable {
  readonly name: string
  readonly value: string
}

/** What RunTask lays over a definition. */
export interface Overrides {
  readonly containerOverrides?: readonly ContainerOverride[]
}

export interface ContainerOverride {
  readonly name: string
  readonly command?: readonly string[]
  readonly environment?: readonly Variable[]
}
