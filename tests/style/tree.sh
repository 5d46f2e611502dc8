# SPDX-License-Identifier: Apache-2.0
# What is in the tree: the top level holds what it is meant to hold, all of it
# is packed by make dist, and no file has words that are for a desk only.
. "$top_srcdir/tests/tap/tap.sh"
cd "$top_srcdir" || exit 99

# words PATTERN: the lines that have it, in what people write.
words() {
    grep -rnIE --exclude-dir='.libs' --exclude-dir='.deps' \
        --exclude='*.log' --exclude='*.trs' "$1" gateway plugins proto tests \
        configure.ac Makefile.am README.md bootstrap .ci
}

# The brackets keep this file from finding itself.
undone='\<(T[O]DO|F[I]XME|X[X]X)\>|^ *# *if [0]\>'
is 'nothing is left to be done' "$(words "$undone")" ''
is 'no place of one machine' "$(words '/[w]ork/|/tmp/[d]g\>')" ''
is 'such words are found' "$(printf '/* TO%s: say */\n#if %d\n#if 01\n' DO 0 |
    grep -cE "$undone")" 2

tracked() {
    [ -e .git ] && git -c safe.directory='*' ls-files 2>/dev/null
}
tracked >"$TEST_DIR/tracked"
if [ ! -s "$TEST_DIR/tracked" ]; then
    skip 2 'not a checkout, or no git here'
    tap_done
fi

is 'the top level is as it should be' \
    "$(cut -d / -f 1 "$TEST_DIR/tracked" | grep -v '^\.' | sort -u)" \
    'LICENSE
Makefile.am
README.md
bootstrap
configure.ac
gateway
plugins
proto
tests'

# A folder in the list stands for all that is in it.
packed() {
    make -s -C "$top_builddir" MAKEFLAGS= list-dist
}
is 'what is tracked is packed' \
    "$(packed | awk -v tracked="$TEST_DIR/tracked" '
        { listed[$0] = 1 }
        END {
            while ((getline path < tracked) > 0) {
                for (up = path; up != "" && !(up in listed); ) {
                    if (!sub("/[^/]*$", "", up)) { up = "" }
                }
                if (up == "") { print path }
            }
        }')" ''
tap_done
