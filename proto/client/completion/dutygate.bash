# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2207 # words without blanks
# Completion of dutygate for bash. What there is to complete, the command itself
# says: `dutygate help` names the subcommands, their usage the options; so this
# file knows nothing that could grow old but the global options and the roles.

# _dutygate_help [WORD …]: help in English, quietly.
_dutygate_help() {
    LC_ALL=C "${_dutygate_command:-dutygate}" help "$@" 2>/dev/null
}

# All subcommands, one a line.
_dutygate_subcommands() {
    _dutygate_help | sed -e '1,/^subcommands:/d' -e 's/^  //' -e 's/  .*//'
}

# _dutygate_values OPTION: completes what the option takes.
_dutygate_values() {
    case $1 in
    --as | --source)
        COMPREPLY=($(compgen -W 'department/ town/ office/ keeper/ auditor/
            operator/ taskforce/ root/' -- "$cur"))
        compopt -o nospace 2>/dev/null
        ;;
    --socket | --key | --attach | --list-file | --proofs | --output | --config | \
        --verifier | --event | --file | --proof | --workers | FILE)
        COMPREPLY=($(compgen -f -- "$cur"))
        compopt -o filenames 2>/dev/null
        ;;
    esac
}

# Sets command to the subcommand's words, first to the index behind them, and
# waiting to the option that takes the word at the cursor.
_dutygate_look() {
    local i=1 word second
    command='' waiting=''
    while ((i < COMP_CWORD)); do
        word=${COMP_WORDS[i]}
        case $word in
        --socket | --as | --key | --gateway | --timeout)
            waiting=$word
            ((i += 1))
            ;;
        -*) ;;
        *) break ;;
        esac
        ((i += 1))
    done
    ((i > COMP_CWORD)) && return
    waiting=''
    first=$i
    ((i == COMP_CWORD)) && return
    command=${COMP_WORDS[i]}
    ((first += 1))
    second=${COMP_WORDS[i + 1]-}
    if ((first < COMP_CWORD)) &&
        _dutygate_subcommands | grep -qxF -- "$command $second"; then
        command="$command $second"
        ((first += 1))
    fi
}

_dutygate() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    local command waiting first=0 names usage
    COMPREPLY=()
    _dutygate_look
    if [[ -n $waiting ]]; then
        _dutygate_values "$waiting"
        return
    fi
    if [[ -z $command && $cur == -* ]]; then
        COMPREPLY=($(compgen -W '--socket --as --key --gateway --json --timeout
            --no-retry --help --version' -- "$cur"))
        return
    fi
    names=$(_dutygate_subcommands)
    if [[ -z $command || $command == help ]]; then
        # The first words only; a second one comes when the first is there.
        [[ -n $command ]] || names+=$'\nhelp'
        COMPREPLY=($(compgen -W "$(sed 's/ .*//' <<<"$names" | sort -u)" \
            -- "$cur"))
        return
    fi
    if [[ $command != *' '* ]] && ((first == COMP_CWORD)) &&
        grep -q "^$command " <<<"$names" &&
        ! { [[ $cur == -* ]] && grep -qxF -- "$command" <<<"$names"; }; then
        COMPREPLY=($(compgen -W "$(sed -n "s/^$command //p" <<<"$names")" \
            -- "$cur"))
        return
    fi
    # shellcheck disable=SC2086 # one word or two
    usage=$(_dutygate_help $command | sed -n -e 1p -e '/^  *-/p')
    if [[ $prev == --* ]] && grep -qE -- "$prev [A-Z]" <<<"$usage"; then
        _dutygate_values "$prev"
    elif [[ $cur == -* ]]; then
        COMPREPLY=($(compgen -W "$(grep -oE -- '--[a-z-]+' <<<"$usage" |
            sort -u)" -- "$cur"))
    elif [[ $usage == *'] ROLE/CODE'* ]]; then
        _dutygate_values --as
    elif [[ $usage == *FILE* ]]; then
        _dutygate_values FILE
    fi
}

complete -F _dutygate dutygate
