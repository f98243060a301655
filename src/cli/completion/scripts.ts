import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Flag, flags } from "../flags.ts";

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

/** The program that answers from the app's index; in the repository itself there is none, and the app answers. */
function helperPath(): string {
  const file = [new URL("./complete.cjs", import.meta.url), new URL("../../complete.cjs", import.meta.url)]
    .map((url) => fileURLToPath(url))
    .find((name) => existsSync(name));
  return file ?? "";
}

/** A text for a shell, whatever is in it. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

const bash: CompletionShell = {
  name: "bash",
  separator: " ",
  install: (program) => `_OROCHI_HELPER=${quote(helperPath())}
[ -n "\${_OROCHI_OLD_COMP+x}" ] || _OROCHI_OLD_COMP=$(complete -p ${runners} 2>/dev/null)
COMP_WORDBREAKS=\${COMP_WORDBREAKS//=}
COMP_WORDBREAKS=\${COMP_WORDBREAKS//@}
COMP_WORDBREAKS=\${COMP_WORDBREAKS//:}
_orochi_app_command() {
    local words word before
    read -r -a words <<< "$COMP_LINE"
    _OROCHI_APP=()
    case "\${words[0]##*/}" in
        node|tsx|npx|bun) ;;
        *) word=$(type -P -- "\${words[0]/#\\~\\//$HOME/}") && _OROCHI_APP=("$word"); return ;;
    esac
    for word in "\${words[@]}"; do
        word=\${word/#\\~\\//$HOME/}
        _OROCHI_APP+=("$word")
        case "$before" in
            --import|-r|--require|--loader|--experimental-loader) ;;
            *) if [ -f "$word" ] && [ \${#_OROCHI_APP[@]} -gt 1 ]; then
                   grep -q orochi -- "$word" 2>/dev/null
                   return
               fi ;;
        esac
        before=$word
    done
    return 1
}
_orochi_completion() {
    local candidates current=\${COMP_LINE:0:$COMP_POINT}
    _orochi_app_command || return
    if [ -n "$_OROCHI_HELPER" ] && [ -f "$_OROCHI_HELPER" ]; then
        candidates=$(COMP_LINE=$current node "$_OROCHI_HELPER" bash "\${_OROCHI_APP[@]}" 2>/dev/null)
    else
        candidates=$(COMP_LINE=$current COMP_POINT=$COMP_POINT "\${_OROCHI_APP[@]}" -sc query=bash 2>/dev/null)
    fi
    if [ "$OROCHI_COMP_DEBUG" = 1 ] || [ "$HYDRA_COMP_DEBUG" = 1 ]; then
        printf '\\nline: %s\\ncandidates: %s\\n' "$current" "$candidates" >&2
    fi
    COMPREPLY=($(compgen -W "$candidates" -- "\${COMP_WORDS[$COMP_CWORD]}"))
}
complete -o nospace -o default -F _orochi_completion ${runners} ${quote(program)}
`,
  uninstall: (program) => `complete -r ${runners} ${quote(program)} 2>/dev/null
unset -f _orochi_completion _orochi_app_command
eval "$_OROCHI_OLD_COMP"
unset _OROCHI_OLD_COMP _OROCHI_APP _OROCHI_HELPER
`,
  help: (command) => ({
    install: `eval "$(${command} -sc install=bash)"`,
    uninstall: `eval "$(${command} -sc uninstall=bash)"`,
  }),
};

const zsh: CompletionShell = {
  name: "zsh",
  separator: " ",
  install: (program) => `(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -u; }
_OROCHI_HELPER=${quote(helperPath())}
_orochi_app_command() {
    local -a line; line=(\${(z)1})
    local word before
    _OROCHI_APP=()
    case "\${line[1]:t}" in
        node|tsx|npx|bun) ;;
        *) word=\${commands[\${line[1]}]:-\${line[1]/#\\~\\//$HOME/}}; [[ -f $word ]] && _OROCHI_APP=("$word"); return ;;
    esac
    for word in $line; do
        word=\${word/#\\~\\//$HOME/}
        _OROCHI_APP+=("$word")
        if [[ -f $word && $before != (--import|-r|--require|--loader|--experimental-loader) ]] && (( \${#_OROCHI_APP} > 1 )); then
            grep -q orochi -- "$word" 2>/dev/null
            return
        fi
        before=$word
    done
    return 1
}
_orochi_completion() {
    local current=$LBUFFER answer
    _orochi_app_command "$current" || { _default; return }
    if [[ -n $_OROCHI_HELPER && -f $_OROCHI_HELPER ]]; then
        answer=$(COMP_LINE=$current node "$_OROCHI_HELPER" zsh "\${_OROCHI_APP[@]}" 2>/dev/null)
    else
        answer=$(COMP_LINE=$current COMP_POINT=\${#current} "\${_OROCHI_APP[@]}" -sc query=zsh 2>/dev/null)
    fi
    local -a candidates; candidates=(\${=answer})
    if (( \${#candidates} == 0 )); then _default; return; fi
    local word=\${current##* }
    IPREFIX='' PREFIX=$word
    compadd -Q -U -S '' -- \${(M)candidates:#\${word}*}
}
_orochi_tilde() {
    if [[ $LBUFFER == *' '* ]] && _orochi_app_command "$LBUFFER"; then _orochi_completion; else _tilde; fi
}
compdef _orochi_tilde -tilde-
compdef _orochi_completion ${runners} ${quote(program)}
`,
  uninstall: (program) => `compdef -d ${runners} ${quote(program)} 2>/dev/null
compdef _tilde -tilde-
unfunction _orochi_completion _orochi_tilde _orochi_app_command 2>/dev/null
unset _OROCHI_APP _OROCHI_HELPER
`,
  help: (command) => ({
    install: `eval "$(${command} -sc install=zsh)"`,
    uninstall: `eval "$(${command} -sc uninstall=zsh)"`,
  }),
};

/** fish takes words with a leading dash from its own table of flags only. */
function fishFlags(): string {
  return Object.values<Flag>(flags)
    .map(({ names, argument, choices = [], help }) => {
      const spellings = names.map((name) => {
        if (name.startsWith("--")) return `-l ${name.slice(2)}`;
        return name.length === 2 ? `-s ${name.slice(1)}` : `-o ${name.slice(1)}`;
      });
      const given = argument === "required" ? ` -r -a ${quote(choices.join(" "))}` : "";
      const what = `${spellings.join(" ")}${given} -d ${quote(help)}`;
      return `    complete -c $runner -f -n '_orochi_app_command >/dev/null' ${what}`;
    })
    .join("\n");
}

const fish: CompletionShell = {
  name: "fish",
  separator: "\n",
  install: (program) => `set -g _OROCHI_HELPER ${quote(helperPath())}
function _orochi_app_command
    set -l words (commandline -opc)
    switch (basename -- $words[1])
        case node tsx npx bun
        case '*'
            command -s $words[1]; or begin; test -f $words[1]; and echo $words[1]; end
            return
    end
    set -l command
    for word in $words
        set word (string replace -r '^~/' $HOME/ -- $word)
        set -a command $word
        if test -f $word; and test (count $command) -gt 1
            and not contains -- $command[-2] --import -r --require --loader --experimental-loader
            grep -q orochi -- $word 2>/dev/null; or return 1
            printf '%s\\n' $command
            return 0
        end
    end
    return 1
end
function _orochi_completion
    set -l app (_orochi_app_command); or return
    set -lx COMP_LINE (commandline -cp)
    if test -n "$_OROCHI_HELPER"; and test -f "$_OROCHI_HELPER"
        node $_OROCHI_HELPER fish $app 2>/dev/null
    else
        $app -sc query=fish 2>/dev/null
    end
end
for runner in ${runners} ${quote(program)}
    complete -c $runner -f -n '_orochi_app_command >/dev/null' -a '(_orochi_completion)'
${fishFlags()}
end
`,
  uninstall: (program) => `for runner in ${runners} ${quote(program)}
    complete -c $runner -e
end
functions -e _orochi_completion _orochi_app_command
set -e _OROCHI_HELPER
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
