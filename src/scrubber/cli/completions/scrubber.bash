# Completes scrubber's command lines in bash. In ~/.bashrc: eval "$(scrubber completion bash)"

_scrubber() {
    local line program="${COMP_WORDS[0]/#\~/$HOME}" current="${COMP_WORDS[COMP_CWORD]}"
    [[ $current == = ]] && current=
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ $line == $'\t'files ]]; then
            compopt -o filenames -o default 2>/dev/null
            while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current")
        else
            COMPREPLY+=("${line%%$'\t'*}")
        fi
    done < <(_SCRUBBER_COMPLETE=1 "$program" "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}

complete -F _scrubber scrubber
