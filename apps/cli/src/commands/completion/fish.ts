import type { Candidates, CompletableCommand, CompletableOption, Vocabulary } from './vocabulary.ts'

/** @see https://fishshell.com/docs/current/cmds/complete.html */
export function fishScript({ globalOptions, commands }: Vocabulary): string {
  const valued = [
    ...withValue(globalOptions).map((word) => `'*:${word}'`),
    ...commands.flatMap(({ name, options }) => withValue(options).map((word) => `'${name}:${word}'`)),
  ]
  return `# Completion of semiont for fish. Use it with: semiont completion fish > ~/.config/fish/completions/semiont.fish

function __semiont_environments
    set -l folder $PWD
    while test -n "$folder"; and not test -e $folder/semiont.json; and not test -d $folder/.semiont
        set folder (string replace -r '/[^/]*$' '' -- $folder)
    end
    echo local
    for file in $folder/environments/*.json
        string replace -r '.*/(.*)\\.json$' '$1' -- $file
    end
end

# The command typed so far and how many arguments follow it: "configure 1".
function __semiont_place
    set -l command ''
    set -l position 0
    set -l skip ''
    for word in (commandline -opc)[2..-1]
        if test -n "$skip"
            set skip ''
            continue
        end
        switch "$command:$word"
            case ${valued.join(' ')}
                set skip 1
            case '*:-*'
            case ':*'
                set command $word
            case '*'
                set position (math $position + 1)
        end
    end
    echo $command $position
end

function __semiont_in
    string match -q -- "$argv[1] *" (__semiont_place)
end

function __semiont_at
    string match -q -- "$argv[1] $argv[2]" (__semiont_place)
end

complete -c semiont -f
${commands.map(({ name, summary }) => `complete -c semiont -n '__semiont_at "" 0' -a ${name} -d ${quoted(summary)}`).join('\n')}
${globalOptions.map((option) => optionLine(option)).join('\n')}
${commands.flatMap(commandLines).join('\n')}
`
}

function commandLines({ name, options, arguments: candidates, variadic }: CompletableCommand): string[] {
  return [
    ...options.map((option) => optionLine(option, name)),
    ...candidates.flatMap((candidate, index) => {
      const last = variadic && index === candidates.length - 1
      const place = last ? `__semiont_in ${name}` : `__semiont_at ${name} ${index}`
      const offered = offer(candidate)
      return offered === '' ? [] : [`complete -c semiont -n '${place}' ${offered}`]
    }),
  ]
}

function optionLine({ name, short, summary, value }: CompletableOption, command?: string): string {
  const where = command === undefined ? '' : ` -n '__semiont_in ${command}'`
  const shortWord = short === undefined ? '' : ` -s ${short}`
  // -x: something must follow, and it is no file.
  const taken = value === undefined ? '' : ` ${value === 'files' ? '-r' : '-x'} ${offer(value)}`.trimEnd()
  return `complete -c semiont${where} -l ${name}${shortWord}${taken} -d ${quoted(summary)}`
}

function offer(candidates: Candidates): string {
  if (candidates === 'environments') return "-a '(__semiont_environments)'"
  if (candidates === 'files') return '-F'
  return candidates === 'anything' ? '' : `-a ${quoted(candidates.join(' '))}`
}

function withValue(options: readonly CompletableOption[]): string[] {
  return options
    .filter(({ value }) => value !== undefined)
    .flatMap(({ name, short }) => [`--${name}`, ...(short === undefined ? [] : [`-${short}`])])
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`
}
