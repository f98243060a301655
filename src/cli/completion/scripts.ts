/** A shell that completion exists for. */
export interface CompletionShell {
  readonly name: string;
  /** What separates the candidates that a query prints. */
  readonly separator: string;
  /** Script for `eval` that switches completion on; `program` is the app's own command. */
  install(program: string): string;
  uninstall(program: string): string;
  /** The lines that a user types for both. */
  help(command: string): { readonly install: string; readonly uninstall: string };
}

const runners = "node tsx npx bun";

const bash: CompletionShell = {
  name: "bash",
  separator: " ",
  install: (program) => `_OROCHI_OLD_COMP=$(complete -p node 2>/dev/null)
COMP_WORDBREAKS=\${COMP_WORDBREAKS//=}
_orochi_app_command() {
    local words=($COMP_LINE) word
    case "\${words[0]##*/}" in
        node|tsx|npx|bun) ;;
        *) _OROCHI_APP=("\${words[0]}"); return 0 ;;
    esac
    _OROCHI_APP=()
    for word in "\${words[@]}"; do
        _OROCHI_APP+=("$word")
        if [ -f "$word" ]; then
            grep -q orochi "$word" 2>/dev/null
            return $?
        fi
    done
    return 1
}
_orochi_completion() {
    _orochi_app_command || return
    local candidates
    candidates=$(COMP_POINT=$COMP_POINT COMP_LINE=$COMP_LINE "\${_OROCHI_APP[@]}" -sc query=bash 2>/dev/null)
    if [ "$OROCHI_COMP_DEBUG" = 1 ] || [ "$HYDRA_COMP_DEBUG" = 1 ]; then
        printf '\\nline: %s\\ncandidates: %s\\n' "$COMP_LINE" "$candidates" >&2
    fi
    COMPREPLY=($(compgen -o nospace -o default -W "$candidates" -- "\${COMP_WORDS[$COMP_CWORD]}"))
}
complete -o nospace -o default -F _orochi_completion ${runners} ${program}
`,
  uninstall: (program) => `complete -r ${runners} ${program} 2>/dev/null
unset -f _orochi_completion _orochi_app_command
eval "$_OROCHI_OLD_COMP"
unset _OROCHI_OLD_COMP _OROCHI_APP
`,
  help: (command) => ({
    install: `eval "$(${command} -sc install=bash)"`,
    uninstall: `eval "$(${command} -sc uninstall=bash)"`,
  }),
};

/** zsh runs bash's functions in its compatibility mode (H-CMP-003). */
const zsh: CompletionShell = {
  name: "zsh",
  separator: " ",
  install: (program) => `autoload -Uz bashcompinit compinit && compinit && bashcompinit
setopt local_options shwordsplit 2>/dev/null
${bash.install(program)}`,
  uninstall: (program) => bash.uninstall(program),
  help: (command) => ({
    install: `eval "$(${command} -sc install=zsh)"`,
    uninstall: `eval "$(${command} -sc uninstall=zsh)"`,
  }),
};

const fish: CompletionShell = {
  name: "fish",
  separator: "\n",
  install: (program) => `function _orochi_app_command
    set -l words (commandline -opc)
    switch (basename $words[1])
        case node tsx npx bun
        case '*'
            echo $words[1]
            return 0
    end
    set -l command
    for word in $words
        set -a command $word
        if test -f $word
            grep -q orochi $word 2>/dev/null; or return 1
            printf '%s\\n' $command
            return 0
        end
    end
    return 1
end
function _orochi_completion
    set -l command (_orochi_app_command); or return
    set -lx COMP_LINE (commandline -cp)
    $command -sc query=fish 2>/dev/null
end
complete -c node -x -n '_orochi_app_command >/dev/null' -a '(_orochi_completion)'
complete -c tsx -x -n '_orochi_app_command >/dev/null' -a '(_orochi_completion)'
complete -c ${program} -x -a '(_orochi_completion)'
`,
  uninstall: (program) => `complete -c node -e
complete -c tsx -e
complete -c ${program} -e
functions -e _orochi_completion _orochi_app_command
`,
  help: (command) => ({
    install: `${command} -sc install=fish | source`,
    uninstall: `${command} -sc uninstall=fish | source`,
  }),
};

/** By name. */
export const completionShells: ReadonlyMap<string, CompletionShell> = new Map(
  [bash, zsh, fish].map((shell) => [shell.name, shell]),
);
